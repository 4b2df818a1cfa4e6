import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { AccountError } from "../../src/account/accountStore.ts";
import { CloudError } from "../../src/eci/cloudError.ts";
import { findCatalogueEntry, knownCodes } from "../../src/eci/errorCatalogue.ts";
import { toFormFailure } from "../../src/host/captures/formFailure.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import { isCancellation } from "../../src/host/errors/showError.ts";

const toError = (code: string, message = "the service's words"): CloudError =>
  new CloudError(message, {
    kind: "service",
    code,
    requestId: "R-1",
    retryable: false,
    outcomeUnknown: false,
  });

describe("errors in words", () => {
  it("gives each known code what happened, why, and a next step, and names the code", () => {
    const texts = knownCodes.map((code) => toErrorText(toError(code)));
    for (const [index, text] of texts.entries()) {
      assert.ok(text.what.includes(knownCodes[index] ?? "?"), text.what);
      assert.ok(text.what.includes("the service's words"));
      assert.ok(text.next.length > 10);
      assert.equal(text.requestId, "R-1");
    }
    const meanings = new Set(texts.map(({ what }) => what.slice(0, what.indexOf(" ("))));
    // The two permission codes mean the same; every other code has words of its own.
    assert.equal(meanings.size, knownCodes.length - 1);
  });

  it("counts down where time alone helps, and offers the policy where a permission is missing", () => {
    assert.equal(toErrorText(toError("Ops.IntervalTooShort")).retry, "countdown");
    assert.equal(toErrorText(toError("Coredump.RefrshIntervalTooShort")).retry, "countdown");
    assert.equal(toErrorText(toError("Throttling.User")).retry, "countdown");
    assert.equal(toErrorText(toError("Forbidden.RAM")).remedy, "eciOps.copyRamPolicy");
    assert.equal(findCatalogueEntry("Throttling.SomethingNew")?.retry, "countdown");
  });

  it("leads to the key where the key is to blame, and nowhere else", () => {
    const toKey = knownCodes.filter((code) => toErrorText(toError(code)).remedy === "eciOps.changeSecret");
    assert.deepEqual(toKey.sort(), [
      "IncompleteSignature",
      "InvalidAccessKeyId",
      "InvalidAccessKeyId.Inactive",
      "InvalidAccessKeyId.NotFound",
      "InvalidSecurityToken",
      "InvalidSecurityToken.Expired",
      "InvalidSecurityToken.Malformed",
      "SignatureDoesNotMatch",
    ]);
    assert.equal(toErrorText(new AccountError("secretMissing")).remedy, "eciOps.changeSecret");
    assert.equal(toErrorText(new AccountError("secretStorageFailed")).remedy, undefined);
    assert.equal(toFormFailure(new AccountError("secretMissing")).needsKey, true);
    assert.equal(toFormFailure(new AccountError("secretStorageFailed")).needsKey, undefined);
  });

  it("shows an unknown code as the service said it, made harmless", () => {
    const text = toErrorText(toError("New.Code", "[click](command:eciOps.removeAccount) $(zap)\u202e"));
    assert.ok(text.what.includes("New.Code"));
    assert.doesNotMatch(text.what, /\]\(|\$\(|\u202e/u);
  });

  it("has words for an account's own problems and for anything thrown", () => {
    assert.match(
      toErrorText(new AccountError("secretMissing")).what,
      /gone from the editor's secret storage/u,
    );
    assert.match(toErrorText("a text").what, /a text/u);
    assert.match(toErrorText(undefined).what, /undefined/u);
  });

  it("takes a cancellation for no error", () => {
    assert.equal(isCancellation(new DOMException("gone", "AbortError")), true);
    assert.equal(isCancellation(new Error("gone")), false);
  });
});
