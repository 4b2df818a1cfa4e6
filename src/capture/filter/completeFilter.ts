import { toFieldValues } from "./fieldValues.ts";
import { filterFields, findFilterField } from "./filterFields.ts";
import { comparisons, toOperators } from "./operators.ts";
import { maxFilterCharacters } from "./parseFilter.ts";

/** What may be put in a place of an expression. */
export type FilterProposal = {
  readonly text: string;
  readonly kind: "field" | "protocol" | "operator" | "value";
};

/** Proposals for the characters from `from` to `to`, which one of them replaces; the likeliest first. */
export type FilterCompletion = {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly FilterProposal[];
};

export const maxProposals = 50;

type Piece = { readonly text: string; readonly start: number; readonly end: number };

/** Strings (also such as are not closed yet), words, symbols; what is none of these alone. */
const pieceExpression = /"(?:[^"\\]|\\.)*"?|(?:(?!\.\.)[A-Za-z0-9_.:/-])+|&&|\|\||[=!~<>]=?=?|\.\.|\S/gu;
const wordExpression = /^(?:"|[A-Za-z0-9_.:/-])/u;
const operatorExpression = /^[=!~<>]/u;

const joiners = new Set(["and", "or", "&&", "||"]);
const words = ["and", "or"];
const openers = new Set(["(", "!", "not", "any", "all", ...joiners]);
const operators = new Set([...comparisons.keys(), "contains", "matches", "~"]);

/**
 * Proposes what may stand at a place of an expression, which need not be right: fields where a test begins, operators
 * that its field has, values that people look for, and what goes on behind a test. Total; at most `maxProposals`.
 */
export function completeFilter(text: string, at: number): FilterCompletion {
  const place = Math.max(0, Math.min(Math.trunc(at) || 0, text.length));
  if (text.length > maxFilterCharacters) return { from: place, to: place, proposals: [] };
  const pieces = readPieces(text);
  const own = pieces.find(
    (piece, index) => piece.start < place && place <= piece.end && canGrow(piece, pieces[index - 1]),
  );
  const before = pieces.filter(({ end }) => end <= (own?.start ?? place));
  const typed = own === undefined ? "" : text.slice(own.start, place);
  return {
    from: own?.start ?? place,
    to: own?.end ?? place,
    proposals: toProposals(before, typed).slice(0, maxProposals),
  };
}

/** Whether what is typed can be the begin of a proposal: a word or string, or an operator behind a field. */
function canGrow({ text }: Piece, before: Piece | undefined): boolean {
  if (wordExpression.test(text)) return true;
  return operatorExpression.test(text) && findFilterField(before?.text ?? "") !== undefined;
}

function readPieces(text: string): readonly Piece[] {
  return [...text.matchAll(pieceExpression)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function toProposals(before: readonly Piece[], typed: string): readonly FilterProposal[] {
  const last = before.at(-1)?.text;
  if (last === undefined || openers.has(last)) return toFieldProposals(typed);
  if (last === ")") return toStarting(words, "operator", typed);
  const test = before.slice(before.findLastIndex(({ text }) => openers.has(text)) + 1);
  const field = findFilterField(test[0]?.text ?? "");
  if (field === undefined) return [];
  const [, operator, ...rest] = test.map((piece) => piece.text);
  if (operator === undefined) return toStarting([...toOperators(field.type), ...words], "operator", typed);
  if (operator === "in") {
    const isOpen = rest.length > 0 && rest.at(-1) !== "}";
    if (rest.length === 0) return toStarting(["{"], "operator", typed);
    if (!isOpen) return toStarting(words, "operator", typed);
    if (last !== "{" && last !== "," && last !== "..") return toStarting([",", "..", "}"], "operator", typed);
    return toStarting(toFieldValues(field.name, field.type), "value", typed);
  }
  if (rest.length > 0) return toStarting(words, "operator", typed);
  if (!operators.has(operator)) return [];
  return toStarting(toFieldValues(field.name, field.type), "value", typed);
}

/** Fields that begin with what is typed, then those that have a part which does, then those that have it anywhere. */
function toFieldProposals(typed: string): readonly FilterProposal[] {
  const wanted = typed.toLowerCase();
  const rank = (name: string) => {
    if (name.startsWith(wanted)) return 0;
    if (name.includes(`.${wanted}`)) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return filterFields
    .map(({ name, type }) => ({ text: name, kind: toKind(type), rank: rank(name) }))
    .filter((proposal) => proposal.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .map(({ text, kind }) => ({ text, kind }));
}

function toKind(type: string): "protocol" | "field" {
  return type === "protocol" ? "protocol" : "field";
}

function toStarting(
  texts: readonly string[],
  kind: FilterProposal["kind"],
  typed: string,
): readonly FilterProposal[] {
  return texts.filter((text) => text.startsWith(typed)).map((text) => ({ text, kind }));
}
