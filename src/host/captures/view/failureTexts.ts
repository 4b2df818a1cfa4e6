import * as vscode from "vscode";
import type { CaptureErrorCode } from "../../../capture/captureError.ts";
import type { ExportErrorCode } from "../../../capture/export/exportError.ts";
import type { FileFormat } from "../../../capture/fileFormat.ts";
import type { SessionErrorCode } from "../../../capture/session/sessionError.ts";
import { fillText } from "../../../protocol/fillText.ts";
import { toPlainText } from "../../plainText.ts";
import { toSizeText } from "../../tasks/sizeText.ts";
import type { FromWorker, WorkerFailure } from "../worker/workerMessages.ts";
import { toFilterErrorTexts } from "./filterErrorTexts.ts";

/** What happened and why, and what to do next. */
export type FailureText = { readonly message: string; readonly next: string };

/** Why a file is not shown; how far it was read of `sizeBytes`, where reading had begun. */
export function toRefusalText(
  { failure, stoppedAtBytes = 0 }: Extract<FromWorker, { type: "refused" }>,
  sizeBytes: number,
): FailureText {
  const text = toFailureText(failure);
  if (stoppedAtBytes === 0) return text;
  const [read, size] = [stoppedAtBytes, sizeBytes].map((bytes) => toSizeText(bytes, vscode.env.language));
  const stop = vscode.l10n.t("Reading stopped after {0} of {1}.", read ?? "", size ?? "");
  return { ...text, message: `${stop} ${text.message}` };
}

/** A failure in words. */
export function toFailureText(failure: WorkerFailure): FailureText {
  switch (failure.kind) {
    case "capture":
      return toFormatText(failure.format) ?? toCaptureText(failure.code);
    case "session":
      return toSessionText(failure.code);
    case "export":
      return toExportText(failure.code);
    case "filter": {
      const params = Object.entries(failure.params).map(([name, value]) => [name, String(value)] as const);
      const problem = fillText(
        toFilterErrorTexts()[`filterError.${failure.code}`],
        Object.fromEntries(params),
      );
      return {
        message: vscode.l10n.t("At character {0}: {1}", failure.start + 1, toPlainText(problem)),
        next: vscode.l10n.t("Correct the filter."),
      };
    }
    case "spool":
      return toSpoolText(failure.code);
    case "system":
      return toSystemText(failure.code);
    case "cancelled":
      return { message: vscode.l10n.t("It was cancelled."), next: "" };
    case "ended":
      return {
        message: vscode.l10n.t("What reads the file has ended unexpectedly."),
        next: vscode.l10n.t("Read the file again. The log has more."),
      };
    case "unknown":
      return {
        message: vscode.l10n.t("Something went wrong while reading the file."),
        next: vscode.l10n.t("The log has more."),
      };
  }
}

/** What the first bytes say that the file is, where that says more than what is wrong with it. */
function toFormatText(format: FileFormat): FailureText | undefined {
  if (format === "xml") {
    return {
      message: vscode.l10n.t(
        "This is not a capture but a message of the object storage, in XML: the download was refused.",
      ),
      next: vscode.l10n.t(
        "Open it as text to read why. Download the result again: a link that has expired is replaced.",
      ),
    };
  }
  if (format === "elf") {
    return {
      message: vscode.l10n.t("This is a program or a core dump, not a capture."),
      next: vscode.l10n.t("Open it in a debugger."),
    };
  }
  return undefined;
}

function toCaptureText(code: CaptureErrorCode): FailureText {
  const texts: Record<CaptureErrorCode, FailureText> = {
    empty: {
      message: vscode.l10n.t("The file is empty: there is not even the header of a capture in it."),
      next: vscode.l10n.t("Download the result again, or capture again."),
    },
    unknownFormat: {
      message: vscode.l10n.t("This is neither a pcap nor a pcapng file."),
      next: vscode.l10n.t("Open it with another editor, through Reopen Editor With in the editor's menu."),
    },
    truncatedHeader: {
      message: vscode.l10n.t("The file ends within its header: nothing of the capture is there."),
      next: vscode.l10n.t("Download the result again, or capture again."),
    },
    badHeader: {
      message: vscode.l10n.t("The file's header contradicts itself: where packets begin cannot be told."),
      next: vscode.l10n.t("Download the result again, or capture again."),
    },
    notACore: {
      message: vscode.l10n.t("This is a program or a core dump, not a capture."),
      next: vscode.l10n.t("Open it in a debugger."),
    },
  };
  return texts[code];
}

function toSessionText(code: SessionErrorCode): FailureText {
  const again = vscode.l10n.t("Read the file again.");
  const texts: Record<SessionErrorCode, FailureText> = {
    closed: { message: vscode.l10n.t("The file was closed or read again meanwhile."), next: "" },
    noSuchPacket: { message: vscode.l10n.t("The file has no such packet."), next: "" },
    noSuchConversation: { message: vscode.l10n.t("The file has no such conversation."), next: again },
    noStream: {
      message: vscode.l10n.t("Only TCP and UDP conversations can be followed."),
      next: "",
    },
    fileChanged: {
      message: vscode.l10n.t("The file has changed: the packet is not where it was."),
      next: again,
    },
  };
  return texts[code];
}

function toExportText(code: ExportErrorCode): FailureText {
  const texts: Record<ExportErrorCode, FailureText> = {
    severalLinkTypes: {
      message: vscode.l10n.t(
        "The packets come from interfaces of several kinds, which a pcap file cannot hold.",
      ),
      next: vscode.l10n.t("Write a pcapng file, or filter for one interface."),
    },
    timeOutOfRange: {
      message: vscode.l10n.t("A packet's time is before 1970 or after 2106, which a pcap file cannot hold."),
      next: vscode.l10n.t("Write a pcapng file."),
    },
    fileChanged: {
      message: vscode.l10n.t("The file changed while it was being written out."),
      next: vscode.l10n.t("Read the file again, then write it once more."),
    },
  };
  return texts[code];
}

function toSpoolText(code: string): FailureText {
  if (code === "TooLarge") {
    return {
      message: vscode.l10n.t("The file is compressed and becomes larger than 8 GiB."),
      next: vscode.l10n.t("Decompress it yourself and open the result."),
    };
  }
  if (code === "ENOSPC") {
    return {
      message: vscode.l10n.t(
        "The disk is full: what the file holds compressed does not fit into the temporary folder.",
      ),
      next: vscode.l10n.t("Make room there, or decompress the file elsewhere and open the result."),
    };
  }
  return {
    message: vscode.l10n.t(
      "The temporary file for what is compressed could not be written ({0}).",
      toPlainText(code, 40),
    ),
    next: vscode.l10n.t("Check the temporary folder, or decompress the file yourself and open the result."),
  };
}

function toSystemText(code: string): FailureText {
  switch (code) {
    case "ENOENT":
      return {
        message: vscode.l10n.t("The file is gone."),
        next: vscode.l10n.t("Download the result again, or open the file where it is now."),
      };
    case "EACCES":
    case "EPERM":
      return {
        message: vscode.l10n.t("The file may not be read or written here."),
        next: vscode.l10n.t("Check the permissions of the file and its folder."),
      };
    case "ENOSPC":
      return {
        message: vscode.l10n.t("The disk is full."),
        next: vscode.l10n.t("Make room, or choose another folder."),
      };
    case "EISDIR":
      return { message: vscode.l10n.t("This is a folder, not a file."), next: "" };
    default:
      return {
        message: vscode.l10n.t(
          "The file could not be read or written: the system says {0}.",
          toPlainText(code, 40),
        ),
        next: vscode.l10n.t("Check that the disk and the connection to it work."),
      };
  }
}
