const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';

/** Where a definition says which kind it describes. */
export const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';

export const API_VERSION = {
  type: 'string',
  description: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${CONVENTIONS}#resources`,
};
export const KIND = {
  type: 'string',
  description: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
};

/** The same of an object inside another. */
export const EMBEDDED_API_VERSION = {
  type: 'string',
  description: `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
};
export const EMBEDDED_KIND = {
  type: 'string',
  description: `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
};

/** Texts of fields every kind has. */
export const OBJECT_METADATA_TEXT = `Standard object's metadata. More info: ${CONVENTIONS}#metadata`;
export const LIST_METADATA_TEXT = `Standard list metadata. More info: ${CONVENTIONS}#types-kinds`;
/** @param plural of a custom kind */
export const itemsText = (plural: string): string => `List of ${plural}. More info: ${CONVENTIONS}`;
