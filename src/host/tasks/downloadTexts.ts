import * as vscode from "vscode";
import { isCertificateCode } from "../../eci/isCertificateCode.ts";
import type { DownloadProblem, DownloadProblemCode } from "../../task/task.ts";
import { toNextStep } from "../errors/errorTexts.ts";
import { toPlainText } from "../plainText.ts";
import { toSizeText } from "./sizeText.ts";

export type ProblemText = { readonly what: string; readonly next: string };

/** Why a download failed and what to do next. */
export function toProblemText(problem: DownloadProblem): ProblemText {
  const systemCode = toPlainText(problem.systemCode ?? "", 60);
  const again = vscode.l10n.t("Download it again.");
  const texts: Record<DownloadProblemCode, ProblemText> = {
    cancelled: { what: vscode.l10n.t("the download was cancelled"), next: again },
    noLink: {
      what: vscode.l10n.t("the service gives no address for the result"),
      next: vscode.l10n.t("It may have been deleted; try again in a while, or capture again."),
    },
    addressRefused: {
      what: vscode.l10n.t("the result's address is not one of Alibaba Cloud's object storage"),
      next: vscode.l10n.t("Nothing was fetched. Ask the administrator of the endpoint."),
    },
    redirectRefused: {
      what: vscode.l10n.t("the server sent the download elsewhere"),
      next: vscode.l10n.t("Nothing was fetched from there. A proxy may be in the way."),
    },
    linkExpired: {
      what: vscode.l10n.t("the result's address has expired, and fresh ones are refused too"),
      next: vscode.l10n.t("Check the clock of this computer, then download it again."),
    },
    resultGone: {
      what: vscode.l10n.t("the result is no longer there, the service has deleted it"),
      next: vscode.l10n.t("It is too late to download it. Capture again."),
    },
    httpStatus: {
      what: vscode.l10n.t("the server answered with status {0}", problem.httpStatus ?? 0),
      next: vscode.l10n.t("Try again in a while."),
    },
    network: {
      what: vscode.l10n.t("the server can't be reached ({0})", systemCode),
      next: isCertificateCode(systemCode)
        ? toNextStep("trustCertificate")
        : vscode.l10n.t("Check the network and the proxy, then download it again."),
    },
    stalled: {
      what: vscode.l10n.t("the server fell silent"),
      next: vscode.l10n.t("Download it again: it goes on where it stopped."),
    },
    incomplete: {
      what: vscode.l10n.t("the download is incomplete"),
      next: vscode.l10n.t("Download it again: it goes on where it stopped."),
    },
    changed: { what: vscode.l10n.t("the result changed again and again while it was fetched"), next: again },
    checksumMismatch: {
      what: vscode.l10n.t("what came is not what was sent (the checksum differs)"),
      next: again,
    },
    notAResult: {
      what: vscode.l10n.t("what came is neither a capture nor a core dump"),
      next: vscode.l10n.t("Nothing was saved. Try again in a while."),
    },
    diskFull: toDiskFullText(problem),
    noPermission: {
      what: vscode.l10n.t("the folder for results can't be written ({0})", systemCode),
      next: vscode.l10n.t("Choose another in the setting eciOps.downloadFolder."),
    },
    readOnly: {
      what: vscode.l10n.t("the folder for results is read-only"),
      next: vscode.l10n.t("Choose another in the setting eciOps.downloadFolder."),
    },
    fileProblem: {
      what: vscode.l10n.t("the file could not be written ({0})", systemCode),
      next: vscode.l10n.t("Choose another folder in the setting eciOps.downloadFolder."),
    },
    fileGone: { what: vscode.l10n.t("its file is gone from the disk"), next: again },
    accountGone: {
      what: vscode.l10n.t("the account of this task was removed"),
      next: vscode.l10n.t("Add it again and open the instance in the instances view."),
    },
    cloud: {
      what:
        systemCode === ""
          ? vscode.l10n.t("the service could not be asked for the result's address")
          : vscode.l10n.t("the service did not give the result's address ({0})", systemCode),
      next: again,
    },
  };
  return texts[problem.code];
}

function toDiskFullText({ neededBytes, freeBytes }: DownloadProblem): ProblemText {
  const next = vscode.l10n.t(
    "Free some space, or choose another folder in the setting eciOps.downloadFolder.",
  );
  if (neededBytes === undefined || freeBytes === undefined) {
    return { what: vscode.l10n.t("the disk is full"), next };
  }
  const needed = toSizeText(neededBytes, vscode.env.language);
  const free = toSizeText(freeBytes, vscode.env.language);
  return { what: vscode.l10n.t("the disk is full: {0} needed, {1} free", needed, free), next };
}
