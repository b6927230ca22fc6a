import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { PrinterColumn } from './definition.ts';
import { simplePathErrors } from './simple-path-errors.ts';

const TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

const oneOf = (values: readonly string[]): string => `must be one of ${values.join(',')}`;

/** What is wrong with the columns a version's objects are shown in. @param at where they stand */
export const printerColumnErrors = (columns: readonly Partial<PrinterColumn>[], at: string): FieldError[] =>
  columns.flatMap(({ name, type, format, jsonPath }, index) => {
    const field = `${at}[${index}]`;
    return [
      ...(name ? [] : [required(`${field}.name`)]),
      ...(type ? [] : [required(`${field}.type`, oneOf(TYPES))]),
      ...(type && !TYPES.includes(type) ? [invalid(`${field}.type`, type, oneOf(TYPES))] : []),
      ...(format && !FORMATS.includes(format) ? [invalid(`${field}.format`, format, oneOf(FORMATS))] : []),
      ...(jsonPath ? simplePathErrors(jsonPath, `${field}.JSONPath`) : [required(`${field}.JSONPath`)]),
    ];
  });
