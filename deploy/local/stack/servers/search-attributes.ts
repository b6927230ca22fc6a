import { SEARCH_ATTRIBUTES } from '../../../../workflows/messages.ts';

/** Temporal's types of search attributes that the project uses. */
export type SearchAttributeType = 'Keyword' | 'Datetime' | 'Int';

export type SearchAttributes = Readonly<Record<string, SearchAttributeType>>;

/** The attributes every run is searchable by. */
export const defaultSearchAttributes: SearchAttributes = SEARCH_ATTRIBUTES;
