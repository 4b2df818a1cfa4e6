import * as vscode from "vscode";
import { EndpointError, parseEndpointSetting, type EndpointProblem } from "../../eci/endpointSetting.ts";
import { UserError } from "../errors/userError.ts";

function toComplaint(problem: EndpointProblem): string {
  const complaints: Record<EndpointProblem, string> = {
    empty: vscode.l10n.t("The setting eciOps.endpoint is empty."),
    notAnAddress: vscode.l10n.t("The setting eciOps.endpoint is not an address."),
    insecure: vscode.l10n.t(
      "The setting eciOps.endpoint must begin with https://; http:// is for this computer itself only.",
    ),
    holdsCredentials: vscode.l10n.t("The setting eciOps.endpoint must hold no user name and no password."),
    holdsPath: vscode.l10n.t("The setting eciOps.endpoint must be a host alone, without a path."),
    unknownPlaceholder: vscode.l10n.t("The setting eciOps.endpoint knows one placeholder alone: {region}.", {
      region: "{region}",
    }),
  };
  return complaints[problem];
}

/** The user's endpoint, undefined where Alibaba's own are wanted. Throws a `UserError`. */
export function readEndpointSetting(): string | undefined {
  const text = vscode.workspace.getConfiguration("eciOps").get("endpoint");
  if (typeof text !== "string" || text.trim() === "") return undefined;
  try {
    return parseEndpointSetting(text);
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    throw new UserError(
      toComplaint(error.problem),
      vscode.l10n.t("Correct it in the settings, for example https://eci-vpc.{region}.aliyuncs.com.", {
        region: "{region}",
      }),
    );
  }
}
