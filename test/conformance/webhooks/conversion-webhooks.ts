import type { Review, Webhook } from '../../support/webhook-server.ts';

type Thing = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly labels?: object; readonly [field: string]: unknown };
  readonly spec?: { readonly [field: string]: unknown };
};

type Asked = { readonly uid: string; readonly desiredAPIVersion: string; readonly objects: readonly Thing[] };

const askedOf = ({ request }: Review): Asked => request as unknown as Asked;

/** In v1 a thing has `size`, in v2 `width` and `height`: `3x4`. */
function convert({ spec = {}, metadata, ...thing }: Thing, apiVersion: string): Thing {
  const [width, height] = ((spec['size'] ?? '') as string).split('x').map(Number);
  const isV2 = apiVersion.endsWith('/v2');
  const made = isV2 ? { width, height, junk: 1 } : { size: `${String(spec['width'])}x${String(spec['height'])}` };
  return {
    ...thing,
    apiVersion,
    metadata: { ...metadata, labels: { ...metadata.labels, via: 'webhook' } },
    spec: made,
  };
}

const succeed = ({ kind, apiVersion, request }: Review, convertedObjects: readonly unknown[]): { body: object } => ({
  body: { kind, apiVersion, response: { uid: request.uid, result: { status: 'Success' }, convertedObjects } },
});

/** Converts, and then makes each object something it must not be. */
const spoil =
  (change: (thing: Thing) => unknown): Webhook =>
  (review) => {
    const { objects, desiredAPIVersion } = askedOf(review);
    return succeed(
      review,
      objects.map((object) => change(convert(object, desiredAPIVersion))),
    );
  };

const withMetadata = (fields: object) => (thing: Thing) => ({ ...thing, metadata: { ...thing.metadata, ...fields } });

/** By path. */
export const CONVERSION_WEBHOOKS: Readonly<Record<string, Webhook>> = {
  '/convert': spoil((thing) => thing),
  '/convert-name': spoil(withMetadata({ name: 'other' })),
  '/convert-uid': spoil(withMetadata({ uid: '00000000-0000-0000-0000-000000000000' })),
  '/convert-finalizers': spoil(withMetadata({ finalizers: ['x.dev/y'], generation: 99 })),
  '/convert-label': spoil(withMetadata({ labels: { good: 'not good!' } })),
  '/convert-kind': spoil((thing) => ({ ...thing, kind: 'Other' })),
  '/convert-version': spoil((thing) => ({ ...thing, apiVersion: 'other.dev/v1' })),
  '/convert-none': (review) => succeed(review, []),
  '/convert-fail': ({ kind, apiVersion, request: { uid } }) => ({
    body: { kind, apiVersion, response: { uid, result: { status: 'Failure', message: 'too big' } } },
  }),
  '/convert-silent-failure': ({ kind, apiVersion, request: { uid } }) => ({
    body: { kind, apiVersion, response: { uid, result: { status: 'Failure' } } },
  }),
  '/convert-other-uid': ({ kind, apiVersion }) => ({
    body: { kind, apiVersion, response: { uid: 'x', result: { status: 'Success' }, convertedObjects: [] } },
  }),
  '/convert-broken': () => ({ status: 500, body: 'out of order' }),
};
