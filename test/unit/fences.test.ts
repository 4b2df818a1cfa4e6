import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { ESLint, Linter } from "eslint";
import { projectFolder } from "./parseSources.ts";

/** The arrows of the house: each room with the rooms that it may import, and a file of it. */
const house: Readonly<Record<string, { readonly file: string; readonly mayImport: readonly string[] }>> = {
  eci: { file: "src/eci/model.ts", mayImport: [] },
  account: { file: "src/account/account.ts", mayImport: ["eci"] },
  task: { file: "src/task/task.ts", mayImport: ["eci"] },
  capture: { file: "src/capture/fileFormat.ts", mayImport: [] },
  simulator: { file: "src/simulator/engine.ts", mayImport: ["capture"] },
  protocol: { file: "src/protocol/captureForm.ts", mayImport: ["task", "capture"] },
  host: {
    file: "src/host/plainText.ts",
    mayImport: ["eci", "account", "task", "capture", "simulator", "protocol"],
  },
  media: { file: "media/captureForm/captureForm.ts", mayImport: ["protocol", "task", "capture"] },
};
const rooms = Object.keys(house).filter((room) => room !== "media");

const eslint = new ESLint({ cwd: projectFolder });

/** What the project's own fence says of an import that stands in a file. */
async function readComplaints(file: string, specifier: string): Promise<readonly string[]> {
  const config = (await eslint.calculateConfigForFile(path.join(projectFolder, file))) as {
    readonly rules: Linter.RulesRecord;
  };
  const rule = config.rules["no-restricted-imports"];
  assert.ok(rule, `${file} has no fence`);
  const messages = new Linter().verify(`import "${specifier}";`, {
    rules: { "no-restricted-imports": rule },
  });
  return messages.map(({ message }) => message);
}

describe("the fences between the rooms", () => {
  for (const [room, { file, mayImport }] of Object.entries(house)) {
    it(`let ${room} import what the house allows and nothing else`, async () => {
      const up = path.relative(path.dirname(file), "src").replaceAll(path.sep, "/");
      for (const other of rooms.filter((name) => name !== room)) {
        const complaints = await readComplaints(file, `${up}/${other}/x.ts`);
        assert.equal(complaints.length === 0, mayImport.includes(other), `${room} -> ${other}`);
      }
      assert.equal((await readComplaints(file, `${up}/extension.ts`)).length, 1, "nobody imports the door");
      assert.equal((await readComplaints(file, "vscode")).length === 0, room === "host");
      assert.equal((await readComplaints(file, "left-pad")).length, 1);
      assert.ok(
        (await readComplaints(file, "node:http")).length > 0,
        "the editor proxies the bare names only",
      );
    });
  }
});
