import * as vscode from "vscode";
import {
  findCredentialsProblem,
  type CredentialsField,
  type CredentialsInput,
  type KeyKind,
} from "../../account/credentialsInput.ts";
import { toCredentialsComplaint, toFieldName } from "./accountTexts.ts";
import { askText, type Step } from "./inputSteps.ts";

/** What the user is typing; it stays in memory, and goes with the dialogue. */
export type CredentialsDraft = { -readonly [Field in keyof CredentialsInput]: CredentialsInput[Field] };

function toStep(kind: KeyKind, field: CredentialsField, draft: CredentialsDraft): Step {
  const isSecret = field !== "accessKeyId";
  return async (place) => {
    const answer = await askText(place, {
      prompt: toFieldName(field),
      value: draft[field],
      isSecret,
      placeholder: isSecret ? vscode.l10n.t("Kept in the editor's secret storage alone") : undefined,
      check: (text) => {
        const problem = findCredentialsProblem(kind, field, { ...draft, [field]: text });
        if (!problem) return undefined;
        // The editor shows the complaint in place of the prompt, which named the field.
        return vscode.l10n.t("{field}: {problem}", {
          field: toFieldName(field),
          problem: toCredentialsComplaint(problem),
        });
      },
    });
    if (typeof answer === "string") return answer;
    draft[field] = answer.text;
    return "next";
  };
}

/** The questions for a key of a kind; the draft is filled as they are answered, secrets masked. */
export function toCredentialsSteps(kind: KeyKind, draft: CredentialsDraft): Step[] {
  const fields: CredentialsField[] = ["accessKeyId", "accessKeySecret"];
  if (kind === "sts") fields.push("securityToken");
  return fields.map((field) => toStep(kind, field, draft));
}
