/** A difference that is meant to be, or not yet worth its price. */
export type KnownDifference = {
  /** Of `sequence/step: what`. */
  readonly pattern: RegExp;
  readonly reason: string;
};

const GO_TEXTS = "the words of Go's decoders and of internal names; status, reason and causes are the same";
const LENIENT = 'a request no client sends; answered 4xx where kube-apiserver blames itself with a 500';

/** Every difference to kube-apiserver that the sequences meet. One that no longer occurs must go. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  { pattern: /^(update\/5|finalize\/[23]): body\.message$/, reason: `${GO_TEXTS}: the message tells etcd's key` },
  {
    pattern: /^(preconditions\/2|eviction-requests\/13): body\.message$/,
    reason: 'the message tells a resourceVersion',
  },
  { pattern: /^eviction-requests\/[67]: body\.message$/, reason: GO_TEXTS },
  { pattern: /^budgets\/0: body\.(message|details\.causes)/, reason: 'the message quotes the object' },
  { pattern: /^preconditions\/[56]: /, reason: LENIENT },
  { pattern: /^malformed-delete-options\/\d+: (status|body\.(code|reason|message))$/, reason: LENIENT },
  { pattern: /^(leases\/[13]|patches\/12): body\.(message|details\.causes)/, reason: 'the message quotes the object' },
  { pattern: /^patches\/(5|8): body\.message$/, reason: GO_TEXTS },
  { pattern: /^patches\/(19|20): /, reason: 'a $deleteFromPrimitiveList that names another list is passed over' },
  {
    pattern:
      /^(patches\/11|finalizers\/4|apply-refused\/10|propagation\/8|volume-attachments\/6|replication-controllers\/3): body\.details\.causes$/,
    reason: 'kube-apiserver tells one error twice',
  },
  { pattern: /^bodies\/\d+: body\.(message|details)$/, reason: GO_TEXTS },
  { pattern: /^bodies\/3: /, reason: 'a body of null is no object here; an empty one there' },
  { pattern: /^names\/12: body\.message$/, reason: 'where in a text of base64 the first error is' },
  { pattern: /^methods\/6: /, reason: "Node's parser refuses methods HTTP does not know before they arrive" },
  { pattern: /^list\/(8|9|13): body\.message$/, reason: GO_TEXTS },
  { pattern: /^list\/18: body\.message$/, reason: 'the media types that are accepted differ' },
  { pattern: /^embedded-resources\/(19|22): body\.message$/, reason: GO_TEXTS },
  { pattern: /^refused-definitions\/10: /, reason: 'the cost of rules is bounded when they run, not estimated before' },
  { pattern: /^refused-definitions\/(17|20): body\.(message|details\.causes)/, reason: 'fewer errors at once' },
  { pattern: /^ratcheting\/5: warnings$/, reason: 'a rule an unchanged value breaks is passed over without a warning' },
  { pattern: /^(custom-pruning\/15|apply-refused\/11): body\.message$/, reason: GO_TEXTS },
  { pattern: /^custom-status\/5: body\.(message|details)/, reason: 'the path in the words of a status error is whole' },
  {
    pattern: /^custom-status\/\d+: .*f:metadata$/,
    reason: 'labels of a status write are dropped and not told as written; kube-apiserver tells them all the same',
  },
  { pattern: /^custom-status\/8: body\./, reason: 'a missing subresource is not told as a missing object' },
  { pattern: /^(watch\/13|watch-list\/16): /, reason: LENIENT },
  { pattern: /^custom-values\/16: body\./, reason: 'the list is refused by managedFields before its schema is asked' },
  {
    pattern: /^webhook-refused-configurations\/(21|23): body\.(message|details\.causes)/,
    reason: "the words of Go's CEL compiler, and where in an expression it sees an error",
  },
  { pattern: /^webhook-validating\/13: body\.(message|details\.causes)/, reason: GO_TEXTS },
  {
    pattern: /^(webhook-subresources\/6|scale\/7): .*time$/,
    reason: 'kube-apiserver forgets when a scale was last changed',
  },
  {
    pattern: /^conversion\/\d+: .*managedFields.*\.f:spec\./,
    reason: 'what a write through one version takes from owners who wrote through another is not worked out',
  },
  {
    pattern: /^autoscalers-v1\/6: .*managedFields.*f:metadata$/,
    reason: 'the annotation in which v1 keeps a status stays with who wrote it when another write leaves it out',
  },
  {
    pattern: /^two-schemas\/\d+: .*managedFields$/,
    reason: 'kube-apiserver forgets all owners after a write through a version that lacks fields somebody owns',
  },
  { pattern: /^claims\/[23]: body\.(message|details\.causes)/, reason: 'the message shows no difference of the specs' },
  {
    pattern: /^(pods|deletion)\/\d+: body\.spec\.(tolerations|priority|preemptionPolicy)$/,
    reason: 'the admission plugins Priority and DefaultTolerationSeconds are for schedulers, and there is none',
  },
  { pattern: /^pods\/[13]: body\.(message|details\.causes)/, reason: 'the message shows no difference of the specs' },
  {
    pattern: /^numbers\/(12|13): /,
    reason: 'an integer of more than 53 bits, which a double would round, is refused; kube-apiserver keeps 64',
  },
  {
    pattern: /^nesting\/4: /,
    reason: 'objects may nest 500 deep, not 10,000: what walks one calls itself, and has but one stack',
  },
];

/** Those that clients meet, of `client/script: command: what`. */
export const KNOWN_CLIENT_DIFFERENCES: readonly KnownDifference[] = [
  { pattern: /^kubectl\/change: patch cm one -p \{"data":1\}: stderr/, reason: GO_TEXTS },
  { pattern: /^kubectl\/change: patch cm one -p \{: stderr/, reason: GO_TEXTS },
  { pattern: /^kubectl\/change: patch deploy d -p \{"spec":\{"replicas":"many"\}\}: stderr/, reason: GO_TEXTS },
  { pattern: /^kubectl\/change: patch pod p .*: stderr/, reason: 'the message shows no difference of the specs' },
  {
    pattern: /^client-node\/apps: .*managedFields\[0\]\.time$/,
    reason: 'kube-apiserver forgets when a scale was last changed',
  },
  {
    pattern: /^client-node\/reviews: may .*managedFields$/,
    reason: 'nothing is kept of a review, so nobody owns its fields',
  },
  {
    pattern: /^documents\/openapi-v\d:.* delete \/api\/v1\/namespaces\/\{name\}: answers/,
    reason: 'the answer is the namespace, which goes when it is empty',
  },
  {
    pattern: /^documents\/openapi-v3: apis\/documents-.*DeleteOptions: x-kubernetes-group-version-kind/,
    reason: 'options are registered for fewer groups where custom kinds are served',
  },
  {
    pattern: /^documents\/openapi-v\d:.* \/apis\/documents-\S+: (description|parameters|body|answers)/,
    reason: 'more is told of custom kinds: watches, options of deletions, that an apply may create',
  },
  {
    pattern: /^documents\/openapi-v\d: .*CertificateSigningRequestList: properties\.metadata\.description$/,
    reason: 'the one list whose metadata is not described there',
  },
  {
    pattern: /^protobuf: .*(tokenreviews|accessreviews) answer: .*managedFields/,
    reason: 'nothing is kept of a review, so nobody owns its fields',
  },
  { pattern: /^protobuf: .*tokenreviews answer: spec\.token$/, reason: 'a token is not sent back' },
  {
    pattern: /^protobuf: .*statefulsets decoded: spec\.volumeClaimTemplates\[0\]\.(kind|apiVersion)$/,
    reason: 'protobuf leaves the types of inner objects out; they are defaults',
  },
];
