/** An event of a watch; of a Table the metadata is in its row. */
export type Event = {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly metadata?: Metadata;
    readonly rows?: readonly { readonly object: { readonly metadata?: Metadata } | null }[];
  };
};
type Metadata = { readonly name?: string; readonly annotations?: object; readonly resourceVersion?: string };

/** The answer to a watch without the bookmarks that end nothing, which a server sends when it likes; any other as it is. */
export function withoutPlainBookmarks(body: unknown): unknown {
  return Array.isArray(body) ? (body as Event[]).filter((event) => !isPlainBookmark(event)) : body;
}

function isPlainBookmark({ type, object }: Event): boolean {
  const metadata = object?.rows ? object.rows[0]?.object?.metadata : object?.metadata;
  return type === 'BOOKMARK' && metadata?.annotations === undefined;
}
