type Schema = { readonly $ref?: string; readonly type?: string };
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Parameter = {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  /** In version 2 beside the schema of a body. */
  readonly type?: string;
  readonly schema?: Schema;
};
type Operation = {
  readonly operationId?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: unknown;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content; readonly required?: boolean };
  readonly responses: Readonly<Record<string, { description: string; schema?: Schema; content?: Content }>>;
};
type PathItem = { readonly [method: string]: Operation } & { readonly parameters?: readonly Parameter[] };

/** A document of either version. */
export type Document = {
  readonly paths: Readonly<Record<string, PathItem>>;
  /** Of version 2: what is referred to. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
};

/** Not there: how an answer looks is up to Accept, and the storage is never that broken. */
const UNKNOWN = ['pretty', 'ignoreStoreReadErrorWithClusterBreakingPotential'];

/**
 * What a client does with an operation. Left out are texts of parameters and, but for patches, media types: answers are written
 * as JSON only here, and kube-apiserver says of a body that it may be anything.
 */
export function summarise(document: Document, path: string, method: string): unknown {
  const item = document.paths[path];
  const operation = item?.[method];
  if (!item || !operation) return undefined;
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolve(document, one));
  const body = all.find((one) => one.in === 'body');
  const { requestBody } = operation;
  return {
    id: operation.operationId,
    description: operation.description,
    tags: operation.tags,
    action: operation['x-kubernetes-action'],
    kind: operation['x-kubernetes-group-version-kind'],
    parameters: all
      .filter((one) => one.in !== 'body' && !UNKNOWN.includes(one.name))
      .map(told)
      .sort(),
    body: body
      ? [body.schema?.$ref, body.required ?? false]
      : requestBody && [refOf(requestBody.content), requestBody.required ?? false],
    patches: method === 'patch' && requestBody && Object.keys(requestBody.content).sort(),
    answers: Object.entries(operation.responses).map(([code, { description, schema, content }]) => [
      code,
      description,
      schema?.$ref ?? schema?.type ?? (content && refOf(content)),
    ]),
  };
}

function resolve({ parameters = {} }: Document, parameter: Parameter): Parameter {
  const name = parameter.$ref?.slice('#/parameters/'.length);
  return name === undefined ? parameter : (parameters[name] ?? parameter);
}

const told = ({ name, in: place, required, type, schema }: Parameter): string =>
  `${name} in ${place}: ${type ?? schema?.type}${required ? ', required' : ''}`;

function refOf(content: Content): string | undefined {
  const schema = Object.values(content)[0]?.schema;
  return schema?.$ref ?? schema?.type;
}
