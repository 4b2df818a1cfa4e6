import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { assumeRole } from "../../src/eci/assumeRole.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { addAccountKey } from "./addAccountKey.ts";
import { chooseRegions } from "./chooseRegions.ts";
import { startEditor, type Editor } from "./editor.ts";
import { clearNotifications, waitForNotification } from "./notifications.ts";
import { chooseItem, quickInput, runCommand, waitForPrompt } from "./palette.ts";
import { screenshot } from "./screenshot.ts";
import { expandRow, openViews, treeRow } from "./tree.ts";

const sessionSeconds = 900;

describe("accounts, in the packaged extension", () => {
  let editor: Editor;
  let page: Page;
  let simulator: Simulator;
  let file: string;
  /** How far the service's time is ahead of this computer's. */
  let aheadMs = 0;
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", clock: () => Date.now() + aheadMs });
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"), { isLean: true });
    ({ page } = editor);
    file = path.join(editor.workspaceFolder, "config.json");
    await writeProfiles();
    await editor.changeSettings({ "eciOps.endpoint": simulator.endpoint, "eciOps.aliyunConfig": file });
  });
  after(async () => {
    await editor.dispose();
    await simulator.close();
  });

  /** The CLI's file, with a session of a role that ends in 15 minutes of the service's time. */
  async function writeProfiles(): Promise<void> {
    const roleArn = "acs:ram::1234567890123456:role/eci-ops";
    const role = { roleArn, sessionName: "guest-session", durationSeconds: sessionSeconds };
    const clock = () => Date.now() + aheadMs;
    const session = await assumeRole(simulator.identities.full, role, {
      endpoint: simulator.endpoint,
      clock,
    });
    const { accessKeyId, accessKeySecret, securityToken } = session.credentials;
    const guest = {
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
      sts_token: securityToken,
    };
    const profiles = [
      { name: "build", mode: "External", process_command: "/opt/give-key" },
      { name: "guest", mode: "StsToken", region_id: "cn-hangzhou", ...guest },
      {
        name: "sso",
        mode: "CloudSSO",
        cloud_sso_sign_in_url: "https://signin.example.com",
        region_id: "cn-beijing",
      },
      { name: "bearer", mode: "BearerToken", bearer_token: "planted-token" },
    ];
    await writeFile(file, JSON.stringify({ current: "guest", profiles }));
  }

  const statusItem = () => page.locator(".statusbar-item", { hasText: "Cannot sign in" });

  it("stand side by side; one expires in the middle, says so, and goes on when its profile's file is written", async () => {
    await openViews(page);
    await runCommand(page, "ECI: Add Account…");
    await chooseItem(page, "Profile of the aliyun CLI");
    await waitForPrompt(page, "Which profile of the aliyun CLI?");
    await quickInput(page).getByText("which is never done here").first().waitFor();
    await screenshot(page, "accounts-profiles");
    await chooseItem(page, "guest");
    await waitForNotification(page, /guest-session/);
    // The profile's region is chosen already.
    await chooseRegions(page);
    await clearNotifications(page);
    await addAccountKey(page, "Access key", simulator.identities.full);
    await waitForNotification(page, /shop-developer/);
    await chooseRegions(page, "cn-shanghai");
    await clearNotifications(page);
    // What stands above pushes what is below it out of sight.
    await expandRow(page, "Instances", /cn-shanghai/);
    await expandRow(page, "Instances", /cn-hangzhou/);
    await treeRow(page, "Instances", "api-1").waitFor({ timeout: 20_000 });

    aheadMs = (sessionSeconds + 60) * 1000;
    await runCommand(page, "ECI: Refresh Instances");
    await treeRow(page, "Instances", /guest-session.*cannot sign in/).waitFor({ timeout: 20_000 });
    await treeRow(page, "Instances", /Profile guest: the service does not accept its key/).waitFor();
    await statusItem().waitFor();
    assert.match((await statusItem().textContent()) ?? "", /Cannot sign in: guest-session/);
    // What was listed stays in sight, and the other account goes on.
    await treeRow(page, "Instances", "api-1").waitFor();
    await screenshot(page, "accounts-expired");
    await statusItem().locator("a").click();
    await waitForNotification(page, /aliyun configure --profile guest --mode StsToken/);
    await clearNotifications(page);

    await writeProfiles();
    await treeRow(page, "Instances", /cannot sign in/).waitFor({ state: "detached", timeout: 20_000 });
    await statusItem().waitFor({ state: "detached" });
    await treeRow(page, "Instances", /does not accept its key/).waitFor({
      state: "detached",
      timeout: 20_000,
    });
    await treeRow(page, "Instances", "api-1").waitFor();
    await screenshot(page, "accounts-mended");
  });
});
