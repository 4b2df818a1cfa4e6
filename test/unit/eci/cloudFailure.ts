import assert from "node:assert/strict";
import { CloudError } from "../../../src/eci/cloudError.ts";

/** The cloud error that the promise rejects with; fails when it resolves or rejects with another. */
export async function catchCloudError(promise: Promise<unknown>): Promise<CloudError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof CloudError, `rejected with ${String(error)}`);
    return error;
  }
  assert.fail("resolved");
}
