import type { Credentials } from "./model.ts";

/** Takes secrets out of a text. */
export type Redactor = (text: string) => string;

/** What stands where a secret stood. */
export const redacted = "***";

const namesOfSecrets =
  "signature|security[-_]?token|sts[-_]?token|access[-_]?key[-_]?secret|ossaccesskeyid|x-oss-[a-z0-9-]{1,40}";
const equalsSign = String.raw`=|%(?:25)*3d|["'\\]{0,4}\s{0,4}:\s{0,4}["'\\]{0,4}`;
/** `name=value` in a query, in a form or, as `"name": "value"`, in JSON; percent-encoded any number of times. */
const namedSecret = new RegExp(
  `(${namesOfSecrets})(${equalsSign})(?:[^\\s&"'<>\\\\,;(){}%]|%(?!(?:25)*26))+`,
  "giu",
);
/** The base64 text of a SHA-1 digest, which is what a V1 signature is (RFC 2104, RFC 4648). */
const digest = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{27}(?:=|%(?:25)*3[dD])/gu;

/** The ids and tokens that Alibaba Cloud gives out are known by how they begin. */
const keyId = /(?<![A-Za-z0-9])(?:LTAI|STS\.)[A-Za-z0-9]{12,}/gu;
const securityToken = /(?<![A-Za-z0-9+/])CAIS[A-Za-z0-9+/=_-]{60,}/gu;

/**
 * Makes a redactor for one key: it takes out the secret and the token, however they are escaped (percent, JSON, HTML,
 * base64, hex), masks the key id's middle, and takes out signatures and signed query values of any key, and what
 * looks like another key. Without credentials only the latter.
 */
export function createRedactor(credentials?: Credentials): Redactor {
  const secrets = [credentials?.accessKeySecret, credentials?.securityToken].filter(
    (secret): secret is string => secret !== undefined && secret !== "",
  );
  const forms = secrets.flatMap((secret) => [toEscapedForms(secret), ...toBase64Forms(secret)]);
  const secretPattern = forms.length === 0 ? undefined : new RegExp(forms.join("|"), "gu");
  const id = credentials?.accessKeyId;
  const idPattern =
    id === undefined || id === ""
      ? undefined
      : new RegExp([toEscapedForms(id), ...toBase64Forms(id)].join("|"), "gu");
  const maskedId = id === undefined ? redacted : maskAccessKeyId(id);
  return (text) => {
    let rest = text;
    if (secretPattern !== undefined) rest = rest.replaceAll(secretPattern, redacted);
    if (idPattern !== undefined) rest = rest.replaceAll(idPattern, () => maskedId);
    return rest
      .replaceAll(namedSecret, `$1$2${redacted}`)
      .replaceAll(securityToken, redacted)
      .replaceAll(digest, redacted)
      .replaceAll(keyId, maskAccessKeyId);
  };
}

/** An access key id as it may be shown: its first and last four characters, or nothing of a short one. */
export function maskAccessKeyId(id: string): string {
  return id.length < 12 ? redacted : `${id.slice(0, 4)}${redacted}${id.slice(-4)}`;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/**
 * A pattern of the text with each character as it is or escaped, any number of times: %2B, %252B, \u002b, \+, &#43;,
 * &#x2b;, &amp;.
 */
function toEscapedForms(text: string): string {
  const named: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
  return Array.from(text, (character, index) => {
    // Begun in the middle of a run of backslashes, a match would take time by the square of the run.
    const backslashes = index === 0 ? String.raw`(?<!\\)\\+` : String.raw`\\+`;
    const code = character.codePointAt(0) ?? 0;
    const percent = Array.from(
      new TextEncoder().encode(character),
      (byte) => `%(?:25)*${toCaselessHex(byte.toString(16).padStart(2, "0"))}`,
    ).join("");
    const units = Array.from(
      { length: character.length },
      (_, unit) =>
        `${backslashes}u` + toCaselessHex(character.charCodeAt(unit).toString(16).padStart(4, "0")),
    ).join("");
    const forms = [
      escapeRegExp(character),
      percent,
      units,
      `&#0*${code};`,
      `&#[xX]0*${toCaselessHex(code.toString(16))};`,
    ];
    if (/[^A-Za-z0-9]/u.test(character)) forms.push(backslashes + escapeRegExp(character));
    const name = named[character];
    if (name !== undefined) forms.push(`&${name};`);
    return `(?:${forms.join("|")})`;
  }).join("");
}

function toCaselessHex(hex: string): string {
  return hex.replaceAll(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Base64 and base64url of the text wherever it starts within a group of three bytes, and hex. */
function toBase64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    // The characters at the edges also hold bits of the neighbours.
    const start = Math.ceil((offset * 8) / 6);
    return whole.toString("base64").slice(start, Math.floor((whole.length * 8) / 6));
  });
  const hex = bytes.toString("hex");
  return [...aligned.filter((form) => form.length >= 8), hex].map((form) =>
    Array.from(form, (character) =>
      character === "+"
        ? "[+-]"
        : character === "/"
          ? "[/_]"
          : form === hex
            ? toCaselessHex(character)
            : character,
    ).join(""),
  );
}
