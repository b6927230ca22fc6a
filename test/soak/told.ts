/** What an observer tells of one of its informers, a line of JSON each. */
export type ToldEvent = {
  readonly informer: string;
  readonly kind: string;
  /** `gone`: deleted, but its end was not seen. */
  readonly type: 'added' | 'updated' | 'deleted' | 'gone';
  /** `namespace/name` */
  readonly key: string;
  /** Of the object; empty where it is gone. */
  readonly version: string;
};

/** Told when asked: everything in the cache, `namespace/name` → resourceVersion. */
export type ToldCache = {
  readonly informer: string;
  readonly kind: string;
  readonly cache: Readonly<Record<string, string>>;
};

/** An informer stopped by itself and was started again, as its library's users do. */
export type ToldRestart = { readonly informer: string; readonly kind: string; readonly restart: string };

export type Told = ToldEvent | ToldCache | ToldRestart;
