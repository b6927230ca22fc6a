export const groupOf = (run: string): string => `documents-${run}.test`;

const spec = {
  type: 'object',
  description: 'What it should be.',
  required: ['size'],
  properties: {
    size: { type: 'integer', nullable: true, default: 3, minimum: 1 },
    any: { 'x-kubernetes-preserve-unknown-fields': true },
    port: { 'x-kubernetes-int-or-string': true },
    map: { type: 'object', additionalProperties: { type: 'string', nullable: true } },
    list: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: { type: 'object', required: ['key'], properties: { key: { type: 'string' }, more: { type: 'number' } } },
    },
    word: { type: 'string', enum: ['a', 'b'], pattern: '^[a-z]$', maxLength: 1 },
    whole: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    one: { type: 'object', oneOf: [{ required: ['x'] }], properties: { x: { type: 'string' } } },
  },
  'x-kubernetes-validations': [{ rule: 'self.size > 1', message: 'is small' }],
};

/** A kind that has all that a schema may have. */
export const definition = (run: string): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `wheels.${groupOf(run)}` },
  spec: {
    group: groupOf(run),
    scope: 'Namespaced',
    names: { plural: 'wheels', kind: 'Wheel', shortNames: ['wh'], categories: ['parts'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'Wheel turns.',
            properties: { spec, status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
});
