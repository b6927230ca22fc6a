/** Addresses of Jobs, as OpenAPI path templates. */
export const ALL_JOBS_PATH = '/api/v1/jobs';
export const JOBS_PATH = '/api/v1/namespaces/{namespace}/jobs';
export const JOB_PATH = `${JOBS_PATH}/{name}`;
