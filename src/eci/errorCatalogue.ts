/** The error codes of CreateInstanceOpsTask's page, verbatim, its typos included. */
export const opsTaskCodes = [
  "Coredump.RefrshIntervalTooShort",
  "Ops.TypeNotSupport",
  "Coredump.RegionNotSupport",
  "CorePattern.UpdateFail",
  "Coredump.InvalidCorePatternType",
  "InvalidCorePatternValue",
  "InvalidInstanceId.NotFound",
  "Ops.InstanceNotSupport",
  "Ops.IntervalTooShort",
  "Ops.RegionNotSupport",
  "Ops.OpsValueInvalid",
  "Ops.ExecuteTaskFail",
  "Tcpdump.InvalidValue",
] as const;

/** Codes that any Alibaba Cloud API may answer; each of the last three stands for its family (`Throttling.*`). */
export const commonCodes = [
  "InvalidAccessKeyId.NotFound",
  "InvalidAccessKeyId.Inactive",
  "IncompleteSignature",
  "SignatureDoesNotMatch",
  "InvalidTimeStamp.Expired",
  "SignatureNonceUsed",
  "InvalidSecurityToken.Expired",
  "InvalidSecurityToken.Malformed",
  "Forbidden.RAM",
  "NoPermission",
  "Throttling.User",
  "Throttling.Api",
  "MissingParameter",
  "InvalidParameter",
  "ServiceUnavailable",
  "InternalError",
  "Throttling",
  "InvalidAccessKeyId",
  "InvalidSecurityToken",
] as const;

/** Codes of our own: no answer of the API came. */
export const localCodes = ["Timeout", "Network", "Certificate", "ProxyAuthentication", "Protocol"] as const;

/** Every code that has words of its own. */
export const knownCodes = [...opsTaskCodes, ...commonCodes, ...localCodes] as const;
export type KnownCode = (typeof knownCodes)[number];

/** The next step that the user can take. */
export const adviceCodes = [
  "waitForInterval",
  "tryAgainLater",
  "useSupportedType",
  "useAnotherRegion",
  "useAnotherInstance",
  "refreshInstances",
  "removeCorePattern",
  "checkOptions",
  "checkAccessKeyId",
  "enableAccessKey",
  "checkSecret",
  "checkClock",
  "renewToken",
  "checkToken",
  "grantPermission",
  "slowDown",
  "reportProblem",
  "checkNetwork",
  "trustCertificate",
  "signInToProxy",
  "checkEndpoint",
] as const;
export type AdviceCode = (typeof adviceCodes)[number];

/** `later`: the same request may succeed in a while. `countdown`: it will, and the wait can be shown. */
export type Retry = "never" | "later" | "countdown";

/** What is known of a code. */
export type CatalogueEntry = { readonly code: KnownCode; readonly advice: AdviceCode; readonly retry: Retry };

const entries: Record<KnownCode, readonly [AdviceCode, Retry]> = {
  "Coredump.RefrshIntervalTooShort": ["waitForInterval", "countdown"],
  "Ops.TypeNotSupport": ["useSupportedType", "never"],
  "Coredump.RegionNotSupport": ["useAnotherRegion", "never"],
  "CorePattern.UpdateFail": ["tryAgainLater", "later"],
  "Coredump.InvalidCorePatternType": ["removeCorePattern", "never"],
  InvalidCorePatternValue: ["removeCorePattern", "never"],
  "InvalidInstanceId.NotFound": ["refreshInstances", "never"],
  "Ops.InstanceNotSupport": ["useAnotherInstance", "never"],
  "Ops.IntervalTooShort": ["waitForInterval", "countdown"],
  "Ops.RegionNotSupport": ["useAnotherRegion", "never"],
  "Ops.OpsValueInvalid": ["checkOptions", "never"],
  "Ops.ExecuteTaskFail": ["tryAgainLater", "later"],
  "Tcpdump.InvalidValue": ["checkOptions", "never"],
  "InvalidAccessKeyId.NotFound": ["checkAccessKeyId", "never"],
  "InvalidAccessKeyId.Inactive": ["enableAccessKey", "never"],
  InvalidAccessKeyId: ["checkAccessKeyId", "never"],
  IncompleteSignature: ["checkSecret", "never"],
  SignatureDoesNotMatch: ["checkSecret", "never"],
  "InvalidTimeStamp.Expired": ["checkClock", "never"],
  // A new nonce is made for each request, so the same question asked again is a new request.
  SignatureNonceUsed: ["tryAgainLater", "later"],
  "InvalidSecurityToken.Expired": ["renewToken", "never"],
  "InvalidSecurityToken.Malformed": ["checkToken", "never"],
  InvalidSecurityToken: ["checkToken", "never"],
  "Forbidden.RAM": ["grantPermission", "never"],
  NoPermission: ["grantPermission", "never"],
  Throttling: ["slowDown", "countdown"],
  "Throttling.User": ["slowDown", "countdown"],
  "Throttling.Api": ["slowDown", "countdown"],
  MissingParameter: ["reportProblem", "never"],
  InvalidParameter: ["checkOptions", "never"],
  ServiceUnavailable: ["tryAgainLater", "later"],
  InternalError: ["tryAgainLater", "later"],
  Timeout: ["checkNetwork", "later"],
  Network: ["checkNetwork", "later"],
  Certificate: ["trustCertificate", "never"],
  ProxyAuthentication: ["signInToProxy", "never"],
  Protocol: ["checkEndpoint", "never"],
};

const families = ["Throttling", "InvalidAccessKeyId", "InvalidSecurityToken"] as const satisfies KnownCode[];

function isKnownCode(code: string): code is KnownCode {
  return Object.hasOwn(entries, code);
}

/** The entry of a code: compared exactly, then by the three families; undefined for any other code. */
export function findCatalogueEntry(code: string): CatalogueEntry | undefined {
  const known = isKnownCode(code) ? code : families.find((family) => code.startsWith(`${family}.`));
  if (known === undefined) return undefined;
  const [advice, retry] = entries[known];
  return { code: known, advice, retry };
}

const keyAdvice: readonly AdviceCode[] = [
  "checkAccessKeyId",
  "enableAccessKey",
  "checkSecret",
  "renewToken",
  "checkToken",
];

/** Tells whether a code says that the service does not take the key: unknown, switched off, wrong or out of date. */
export function isKeyRefusal(code: string): boolean {
  const entry = findCatalogueEntry(code);
  return entry !== undefined && keyAdvice.includes(entry.advice);
}
