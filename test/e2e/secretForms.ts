/** A secret as it may stand in a file, an address or a text: as it is, escaped, in base64 at any place, in hexadecimal. */
export function toSecretForms(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString("hex");
  const json = JSON.stringify(secret).slice(1, -1);
  const once = encodeURIComponent(secret);
  return [
    ...new Set([
      ...[
        secret,
        json,
        once,
        once.toLowerCase(),
        encodeURIComponent(once),
        new URLSearchParams([["", secret]]).toString().slice(1),
      ],
      ...[hex, hex.toUpperCase()],
      ...[0, 1, 2].flatMap((shift) => toBase64(secret, shift)),
    ]),
  ];
}

/** What of its base64 text depends on the secret alone, with so many bytes before it. */
function toBase64(secret: string, shift: number): readonly string[] {
  const text = Buffer.from(`${"x".repeat(shift)}${secret}`)
    .toString("base64")
    .replaceAll("=", "");
  const own = text.slice(shift === 0 ? 0 : shift + 1, -2);
  return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
}
