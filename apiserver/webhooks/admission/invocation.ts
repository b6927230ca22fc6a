import type { Resource } from '../../kinds/resource.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { AdmissionRequest } from '../../rest/dependencies.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';

/** A webhook that is to be called, and the version of the resource it wants to see. */
export type Invocation = {
  readonly registered: RegisteredWebhook;
  readonly resource: Resource;
};

/** The objects of a request in the version a webhook wants to see. */
export type Versioned = {
  readonly request: AdmissionRequest;
  readonly resource: Resource;
  readonly object: KubeObject | null;
  readonly oldObject: KubeObject | null;
};
