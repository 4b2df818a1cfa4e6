import * as vscode from "vscode";
import type { AdviceCode, KnownCode } from "../../eci/errorCatalogue.ts";

/** What a code of the service means, in a sentence. */
export function toMeaning(code: KnownCode): string {
  const meanings: Record<KnownCode, string> = {
    "Coredump.RefrshIntervalTooShort": vscode.l10n.t(
      "The core dump setting of this instance was changed a moment ago.",
    ),
    "Ops.TypeNotSupport": vscode.l10n.t("The service doesn't know this type of task."),
    "Coredump.RegionNotSupport": vscode.l10n.t("Core dumps are not offered in this region."),
    "CorePattern.UpdateFail": vscode.l10n.t("The service could not change the core dump setting."),
    "Coredump.InvalidCorePatternType": vscode.l10n.t(
      "The instance has a core pattern of its own, which rules out a core dump task.",
    ),
    InvalidCorePatternValue: vscode.l10n.t(
      "The instance's core pattern is not one that the service accepts.",
    ),
    "InvalidInstanceId.NotFound": vscode.l10n.t("This instance doesn't exist (any more)."),
    "Ops.InstanceNotSupport": vscode.l10n.t("This instance doesn't support the task."),
    "Ops.IntervalTooShort": vscode.l10n.t("The last task on this instance was sent a moment ago."),
    "Ops.RegionNotSupport": vscode.l10n.t("Packet capture is not offered in this region."),
    "Ops.OpsValueInvalid": vscode.l10n.t("The service did not accept the options of the task."),
    "Ops.ExecuteTaskFail": vscode.l10n.t("The service could not carry out the task."),
    "Tcpdump.InvalidValue": vscode.l10n.t("The service did not accept an option of the capture."),
    "InvalidAccessKeyId.NotFound": vscode.l10n.t("This AccessKey ID doesn't exist."),
    "InvalidAccessKeyId.Inactive": vscode.l10n.t("This AccessKey is disabled."),
    InvalidAccessKeyId: vscode.l10n.t("The service doesn't accept this AccessKey ID."),
    IncompleteSignature: vscode.l10n.t("The service did not accept the signature of the request."),
    SignatureDoesNotMatch: vscode.l10n.t("The AccessKey secret doesn't belong to this AccessKey ID."),
    "InvalidTimeStamp.Expired": vscode.l10n.t("The clock of this computer is more than 15 minutes off."),
    SignatureNonceUsed: vscode.l10n.t("The service took the request for a repeated one."),
    "InvalidSecurityToken.Expired": vscode.l10n.t("The STS token has expired."),
    "InvalidSecurityToken.Malformed": vscode.l10n.t(
      "The STS token is damaged or doesn't belong to this key.",
    ),
    InvalidSecurityToken: vscode.l10n.t("The service doesn't accept this STS token."),
    "Forbidden.RAM": vscode.l10n.t("This identity lacks a permission."),
    NoPermission: vscode.l10n.t("This identity lacks a permission."),
    Throttling: vscode.l10n.t("The service is getting too many requests."),
    "Throttling.User": vscode.l10n.t("The service is getting too many requests from this identity."),
    "Throttling.Api": vscode.l10n.t("The service is getting too many requests of this kind."),
    MissingParameter: vscode.l10n.t("The request lacked a parameter that the service needs."),
    InvalidParameter: vscode.l10n.t("The service did not accept a parameter of the request."),
    ServiceUnavailable: vscode.l10n.t("The service is not available right now."),
    InternalError: vscode.l10n.t("The service failed with an internal error."),
    Timeout: vscode.l10n.t("The service did not answer in time."),
    Network: vscode.l10n.t("The service could not be reached."),
    Certificate: vscode.l10n.t("The certificate that came is not trusted: nothing was sent."),
    ProxyAuthentication: vscode.l10n.t("The proxy wants a user name and a password: nothing was sent."),
    Protocol: vscode.l10n.t("The answer did not come from the ECI service."),
  };
  return meanings[code];
}

/** What the user can do next, in a sentence. */
export function toNextStep(advice: AdviceCode): string {
  const steps: Record<AdviceCode, string> = {
    waitForInterval: vscode.l10n.t("Wait a little, then try again."),
    tryAgainLater: vscode.l10n.t("Try again in a while; if it stays, give Alibaba Cloud the request id."),
    useSupportedType: vscode.l10n.t(
      "The service may have changed: look for a newer version of this extension.",
    ),
    useAnotherRegion: vscode.l10n.t("Use an instance in another region."),
    useAnotherInstance: vscode.l10n.t("Look at the service's own words, and use another instance."),
    refreshInstances: vscode.l10n.t("Refresh the instances: it may have ended."),
    removeCorePattern: vscode.l10n.t(
      "Remove the annotation k8s.aliyun.com/eci-core-pattern from the instance, or collect the core file where it points.",
    ),
    checkOptions: vscode.l10n.t("Check the options against the service's own words, then send it again."),
    checkAccessKeyId: vscode.l10n.t(
      "Check the AccessKey ID in the RAM console, and change it for this account.",
    ),
    enableAccessKey: vscode.l10n.t("Enable it in the RAM console, or use another key."),
    checkSecret: vscode.l10n.t("Enter the secret again: a character may be missing."),
    checkClock: vscode.l10n.t("Set this computer's clock, then try again."),
    renewToken: vscode.l10n.t("Get a new token, and enter it with Change Access Key or Token."),
    checkToken: vscode.l10n.t("Enter the key, the secret and the token again: all three belong together."),
    grantPermission: vscode.l10n.t(
      "Ask for the permission: the smallest RAM policy that would do can be copied here.",
    ),
    slowDown: vscode.l10n.t("Wait a little: other programs may use the same identity."),
    reportProblem: vscode.l10n.t("This is a mistake of this extension: please report it with the log."),
    checkNetwork: vscode.l10n.t("Check the network and the proxy (http.proxy), then try again."),
    trustCertificate: vscode.l10n.t(
      "Where a proxy or an endpoint of your company answers, add its certificate authority to the certificates of the system on which this extension runs (http.systemCertificates), then reload the window. Otherwise somebody may be listening in.",
    ),
    signInToProxy: vscode.l10n.t(
      "Write them into http.proxy (http://USER:PASSWORD@HOST:PORT) in the settings of the computer on which this extension runs, or sign in when the editor asks.",
    ),
    checkEndpoint: vscode.l10n.t(
      "Check the setting eciOps.endpoint and the proxy: something else answers there.",
    ),
  };
  return steps[advice];
}
