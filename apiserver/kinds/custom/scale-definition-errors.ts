import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { ScaleSubresource } from '../resource.ts';
import { simplePathErrors } from './simple-path-errors.ts';

type Rule = { readonly under: readonly string[]; readonly isRequired: boolean; readonly detail: string };

const PATHS: Readonly<Record<keyof ScaleSubresource, Rule>> = {
  specReplicasPath: { under: ['.spec.'], isRequired: true, detail: 'should be a json path under .spec' },
  statusReplicasPath: { under: ['.status.'], isRequired: true, detail: 'should be a json path under .status' },
  labelSelectorPath: {
    under: ['.spec.', '.status.'],
    isRequired: false,
    detail: 'should be a json path under either .spec or .status',
  },
};

/** What is wrong with where a version's objects keep how many replicas they are of. @param at where that stands */
export const scaleDefinitionErrors = (scale: Partial<ScaleSubresource>, at: string): FieldError[] =>
  Object.entries(PATHS).flatMap(([name, { under, isRequired, detail }]) => {
    const [path = '', field] = [scale[name as keyof ScaleSubresource], `${at}.${name}`];
    if (path === '') return isRequired ? [required(field)] : [];
    const errors = simplePathErrors(path, field);
    if (errors.length > 0 || under.some((start) => path.startsWith(start))) return errors;
    return [invalid(field, path, detail)];
  });
