import * as vscode from "vscode";
import type { CaptureViewTextKey } from "../../../protocol/captureViewTextKeys.ts";

type FilterErrorKey = Extract<CaptureViewTextKey, `filterError.${string}`>;

/** What is wrong with a filter, for each code; the page fills the gaps. */
export function toFilterErrorTexts(): Record<FilterErrorKey, string> {
  return {
    "filterError.unknownField": vscode.l10n.t("there is no field or protocol {name}."),
    "filterError.unknownFieldNear": vscode.l10n.t(
      "there is no field or protocol {name}. Is {suggestion} meant?",
    ),
    "filterError.unexpectedText": vscode.l10n.t("this cannot stand here."),
    "filterError.missingTest": vscode.l10n.t("a field or protocol is missing here."),
    "filterError.missingOperator": vscode.l10n.t("a comparison such as == is missing here."),
    "filterError.missingValue": vscode.l10n.t("a value is missing here."),
    "filterError.unclosedParenthesis": vscode.l10n.t("this parenthesis is not closed."),
    "filterError.unopenedParenthesis": vscode.l10n.t("no parenthesis is open here."),
    "filterError.unclosedBrace": vscode.l10n.t("this brace is not closed."),
    "filterError.unclosedString": vscode.l10n.t("this text has no closing quotation mark."),
    "filterError.badEscape": vscode.l10n.t("texts have no such escape sequence."),
    "filterError.singleEquals": vscode.l10n.t("== compares."),
    "filterError.operatorNotForField": vscode.l10n.t("{field} cannot be compared with {operator}."),
    "filterError.fieldAsValue": vscode.l10n.t("a value must stand here, not a field."),
    "filterError.textForField": vscode.l10n.t("{field} has no text to compare with."),
    "filterError.textNeeded": vscode.l10n.t("a text in double quotation marks must stand here."),
    "filterError.badNumber": vscode.l10n.t("this is no whole number."),
    "filterError.badTime": vscode.l10n.t("this is no number of seconds."),
    "filterError.badBoolean": vscode.l10n.t("only 1, 0, true and false can stand here."),
    "filterError.badIpv4": vscode.l10n.t("this is no IPv4 address or network."),
    "filterError.badIpv6": vscode.l10n.t("this is no IPv6 address or network."),
    "filterError.badMac": vscode.l10n.t("this is no MAC address."),
    "filterError.badBytes": vscode.l10n.t("these are no bytes in hexadecimal."),
    "filterError.numberTooLarge": vscode.l10n.t("the field holds at most {maximum}."),
    "filterError.prefixTooLong": vscode.l10n.t("the address has only {maximum} bits."),
    "filterError.badPattern": vscode.l10n.t("this is no regular expression."),
    "filterError.patternNotSupported": vscode.l10n.t(
      "the regular expression has something that is not supported.",
    ),
    "filterError.patternTooLarge": vscode.l10n.t("the regular expression is too large."),
    "filterError.tooLong": vscode.l10n.t("a filter has at most {maximum} characters."),
    "filterError.tooDeep": vscode.l10n.t("a filter is nested at most {maximum} deep."),
  };
}
