import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs/minimal.js';
import { decodeProtobuf } from '../../../../apiserver/protobuf/protobuf-decoder.ts';

type Value = string | number | Uint8Array | Message;
type Message = readonly (readonly [number: number, value: Value])[];

/** Strings and messages are length-delimited, numbers varints. */
function encode(message: Message): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [number, value] of message) {
    if (typeof value === 'number') writer.uint32(number << 3).int64(value);
    else if (typeof value === 'string') writer.uint32((number << 3) | 2).string(value);
    else writer.uint32((number << 3) | 2).bytes(value instanceof Uint8Array ? value : encode(value));
  }
  return writer.finish();
}

function body(apiVersion: string, kind: string, raw: Message): Buffer {
  const unknown: Message = [
    [
      1,
      [
        [1, apiVersion],
        [2, kind],
      ],
    ],
    [2, encode(raw)],
    [3, ''],
    [4, ''],
  ];
  return Buffer.concat([Buffer.from('k8s\0'), encode(unknown)]);
}

const decode = (apiVersion: string, kind: string, raw: Message): unknown =>
  decodeProtobuf(body(apiVersion, kind, raw)).value;

describe('decodeProtobuf', () => {
  test('reads maps, bytes and metadata; empty values that JSON leaves out are not there', () => {
    const metadata: Message = [
      [1, 'one'],
      [3, ''],
      [7, 0],
      [8, []],
      [
        11,
        [
          [1, 'app'],
          [2, 'web'],
        ],
      ],
    ];
    const secret: Message = [
      [1, metadata],
      [
        2,
        [
          [1, 'key'],
          [2, Uint8Array.of(1, 2, 255)],
        ],
      ],
      [3, 'Opaque'],
    ];
    expect(decode('v1', 'Secret', secret)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'one', labels: { app: 'web' } },
      data: { key: Buffer.of(1, 2, 255).toString('base64') },
      type: 'Opaque',
    });
  });

  test('reads pointers to nothing, IntOrString, Quantity and inlined structs', () => {
    const maxSurge: Message = [
      [1, 1],
      [2, 0],
      [3, '25%'],
    ];
    const maxUnavailable: Message = [
      [1, 0],
      [2, 1],
      [3, ''],
    ];
    const volume: Message = [
      [1, 'scratch'],
      [
        2,
        [
          [
            2,
            [
              [1, ''],
              [2, [[1, '1024Mi']]],
            ],
          ],
        ],
      ],
    ];
    const template: Message = [[2, [[1, volume]]]];
    const spec: Message = [
      [1, 0],
      [3, template],
      [
        4,
        [
          [1, 'RollingUpdate'],
          [
            2,
            [
              [1, maxUnavailable],
              [2, maxSurge],
            ],
          ],
        ],
      ],
      [5, 0],
    ];
    expect(decode('apps/v1', 'Deployment', [[2, spec]])).toMatchObject({
      spec: {
        replicas: 0,
        selector: null,
        template: { spec: { volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }] } },
        strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
      },
    });
  });

  test('reads times in seconds and in microseconds', () => {
    const time: Message = [
      [1, 1_700_000_000],
      [2, 123_456_000],
    ];
    const value = decode('events.k8s.io/v1', 'Event', [
      [2, time],
      [13, time],
    ]);
    expect(value).toMatchObject({
      eventTime: '2023-11-14T22:13:20.123456Z',
      deprecatedFirstTimestamp: '2023-11-14T22:13:20Z',
      deprecatedLastTimestamp: null,
    });
  });

  test('reads options of any group, and JSON inside', () => {
    expect(
      decode('apps/v1', 'DeleteOptions', [
        [1, 0],
        [4, 'Foreground'],
      ]),
    ).toEqual({
      apiVersion: 'apps/v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: 0,
      propagationPolicy: 'Foreground',
    });
    const revision = decode('apps/v1', 'ControllerRevision', [[2, [[1, '{"a":[1]}']]]]);
    expect(revision).toMatchObject({ data: { a: [1] }, revision: 0 });
  });

  test('passes over fields it does not know', () => {
    expect(
      decode('v1', 'ConfigMap', [
        [99, 'new'],
        [98, 5],
      ]),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {},
    });
  });

  test('refuses what is no object in protobuf', () => {
    expect(() => decodeProtobuf(Buffer.from('{"kind":"Pod"}'))).toThrow('does not appear to be a protobuf message');
    expect(() => decode('v1', 'Nothing', [])).toThrow('no kind "Nothing" is registered for version "v1"');
    const cut = body('v1', 'ConfigMap', [[1, [[1, 'name']]]]);
    expect(() => decodeProtobuf(cut.subarray(0, cut.length - 5))).toThrow();
  });

  test('refuses a message nested without end', () => {
    let schema: Message = [];
    for (let depth = 0; depth < 300; depth++) schema = [[28, encode(schema)]];
    const definition: Message = [[2, [[7, [[4, [[1, schema]]]]]]]];
    expect(() => decode('apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition)).toThrow('too deeply');
  });
});
