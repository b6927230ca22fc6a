import type { Authorizer } from '../access/authorizer.ts';
import { forbiddenRequest } from '../errors/index.ts';
import { certificateSigningRequest } from '../kinds/builtin/certificate-signing-request.ts';
import { parseRequest } from '../kinds/builtin/certificates/parse-request.ts';
import { textAt, valueAt } from '../kinds/builtin/fields.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../rest/dependencies.ts';

/**
 * Who approves a request for a certificate, or answers it, must be allowed to for its signer; nobody asks for a master's
 * (admission plugins CertificateApproval, CertificateSigning, CertificateSubjectRestriction).
 */
export function certificateAdmission(authorize: Authorizer): Admission {
  return {
    validate: async (request) => {
      const { resource, operation, subresource, object, old } = request;
      if (resource !== certificateSigningRequest || !object) return;
      if (operation === 'CREATE' && subresource === '') refuseMasters(request, object);
      if (operation !== 'UPDATE' || !old) return;
      if (subresource === 'approval') await check(authorize, request, { verb: 'approve', old });
      if (subresource === 'status' && isAnswered(object, old)) await check(authorize, request, { verb: 'sign', old });
    },
  };
}

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';
const MASTERS = 'system:masters';

function refuseMasters(request: AdmissionRequest, object: KubeObject): void {
  if (textAt(object, 'spec', 'signerName') !== CLIENT_SIGNER) return;
  if (!parseRequest(textAt(object, 'spec', 'request')).organizations.includes(MASTERS)) return;
  throw refusal(request, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
}

const isAnswered = (object: KubeObject, old: KubeObject): boolean =>
  ['certificate', 'conditions'].some(
    (name) => !equalJson(valueAt(object, 'status', name), valueAt(old, 'status', name)),
  );

type Asked = { readonly verb: 'approve' | 'sign'; readonly old: KubeObject };

/** Of this signer, or of all of its domain. @throws StatusError 403 */
async function check(authorize: Authorizer, request: AdmissionRequest, { verb, old }: Asked): Promise<void> {
  const signer = textAt(old, 'spec', 'signerName');
  for (const name of [signer, `${signer.split('/')[0]}/*`]) {
    const resource = {
      group: 'certificates.k8s.io',
      version: '*',
      resource: 'signers',
      subresource: '',
      namespace: '',
    };
    const { allowed } = await authorize({ user: request.user, verb, path: '', resource: { ...resource, name } });
    if (allowed) return;
  }
  throw refusal(request, `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`);
}

const refusal = ({ resource, name }: AdmissionRequest, cause: string): Error =>
  forbiddenRequest({ group: resource.group, resource: resource.plural }, name, cause);
