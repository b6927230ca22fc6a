export * from './aggregate.ts';
export * from './field-error.ts';
export * from './status-error.ts';
