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

/** Rooms, and files of rooms, that pages bundle. */
const browserFiles = [
  house["capture"]!.file,
  house["protocol"]!.file,
  house["media"]!.file,
  "src/task/tcpdump/options.ts",
];

/** What the project's own fence says of an import, or of another statement, that stands in a file. */
async function readComplaints(
  file: string,
  specifier: string,
  statement = `import "${specifier}";`,
): Promise<readonly string[]> {
  const config = (await eslint.calculateConfigForFile(path.join(projectFolder, file))) as {
    readonly rules: Linter.RulesRecord;
  };
  const rule = config.rules["no-restricted-imports"];
  const syntaxRule = config.rules["no-restricted-syntax"];
  assert.ok(rule && syntaxRule, `${file} has no fence`);
  const messages = new Linter().verify(statement, {
    rules: { "no-restricted-imports": rule, "no-restricted-syntax": syntaxRule },
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

  it("keep Node out of what pages bundle", async () => {
    for (const file of browserFiles)
      for (const specifier of ["node:path", "node:fs/promises", "path", "http"])
        assert.equal((await readComplaints(file, specifier)).length, 1, `${file} -> ${specifier}`);
    assert.deepEqual(await readComplaints(house["task"]!.file, "node:path"), []);
  });

  it("let the option schemas of the task room import what the rest of it may", async () => {
    const file = "src/task/tcpdump/options.ts";
    for (const other of rooms.filter((name) => name !== "task"))
      assert.equal((await readComplaints(file, `../../${other}/x.ts`)).length === 0, other === "eci", other);
    assert.deepEqual(await readComplaints(file, "../task.ts"), []);
  });

  it("have no gap for what is exported on, or imported later", async () => {
    for (const { file } of Object.values(house)) {
      const later = await readComplaints(file, "", 'export const x = () => import("../host/x.ts");');
      assert.equal(later.length, 1, file);
    }
    const passedOn = await readComplaints(house["eci"]!.file, "", 'export { x } from "../host/x.ts";');
    assert.equal(passedOn.length, 1);
  });
});
