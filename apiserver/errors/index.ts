export * from './aggregate.ts';
export * from './field-error.ts';
export * from './new-errors.ts';
export * from './status-error.ts';
