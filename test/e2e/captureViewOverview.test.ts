import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toSampleCapture, toSamplePacket } from "./sampleCapture.ts";
import { useViewBrowser } from "./viewPage.ts";
import { ofType, until, untilFocused, untilSelected } from "./viewRows.ts";

describe("the capture's page: overview, streams and files", () => {
  const suite = useViewBrowser();

  describe("side by side", { concurrency: 2 }, () => {
    it("lists the findings worst first, and shows the packets of one", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      const severities = await page.locator(".finding .severity").allInnerTexts();
      assert.deepEqual(severities, [
        suite.texts()["severity.error"],
        suite.texts()["severity.warning"],
        suite.texts()["severity.note"],
      ]);
      await page.locator(".finding.error").getByRole("button", { name: suite.texts().showPackets }).click();
      await page.locator("#filter-count", { hasText: "310" }).waitFor();
      assert.equal(ofType(view, "filter")[0]?.expression, "tcp.flags.reset == 1");
      await page.locator(".finding.warning").getByRole("button", { name: "Go to packet 18" }).click();
      await page.locator("#row-17[aria-selected=true] .time").waitFor();
      assert.equal(await page.locator("#filter").inputValue(), "");
    });

    it("sorts conversations, filters by one and follows its stream", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412), { width: 1_000 });
      const { page } = view;
      await page.locator("#tab-overview").click();
      await page.locator("#conversation-0 .packets").waitFor();
      await page.getByRole("columnheader", { name: "Packets" }).getByRole("button").click();
      await page.locator("[role=columnheader].packets[aria-sort=descending]").waitFor();
      const most = toSampleCapture(3_412).conversations.map(({ aToB, bToA }) => aToB.packets + bToA.packets);
      await page.locator("#conversation-0 .in-table", { hasText: `${Math.max(...most)}` }).waitFor();
      const { order, isDescending } = ofType(view, "conversations").at(-1)!;
      assert.deepEqual([order, isDescending], ["packets", true]);
      const list = page.locator("#conversation-list");
      await list.focus();
      await list.press("End");
      await page.locator("#conversation-399 .packets").waitFor();
      await list.press("f");
      await page.locator("#stream .stream-line.from-b").first().waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#stream").waitFor({ state: "detached" });
      await page.locator("#conversation-399 .a").click();
      await page.locator("#filter-count", { hasText: "310" }).waitFor();
      assert.match(ofType(view, "filter")[0]!.expression, /^(?:tcp|udp)\.stream == \d+$/);
      assert.equal(await page.locator("#tab-packets").getAttribute("aria-selected"), "true");
    });

    it("filters by a span of time: a drag over the chart, a click on it, a row of its table", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      const over = page.locator("#rate-chart .u-over");
      const box = (await over.boundingBox())!;
      // What is loaded meanwhile may still move the chart: the drag waits until it stands.
      await over.dragTo(over, {
        ...{ sourcePosition: { x: box.width * 0.25, y: 40 }, targetPosition: { x: box.width * 0.5, y: 50 } },
        steps: 4,
      });
      await until(page, `document.querySelector("#filter").value !== ""`);
      await over.click({ position: { x: box.width / 2, y: 30 } });
      await page.locator("#rate-table-toggle").click();
      await page.locator("#rate-table tbody button").nth(1).click();
      await until(page, `document.querySelector("#filter").value.startsWith("frame.time_relative >= 0.10")`);
      const spans = ofType(view, "filter").map(({ expression }) => {
        const [from, to] = [...expression.matchAll(/\d+\.\d{9}/gu)].map(([seconds]) => Number(seconds));
        return { from: from!, to: to! };
      });
      assert.equal(spans.length, 3);
      const duration = toSampleCapture(3_412).overview.durationNanoseconds / 1e9;
      assert.ok(Math.abs(spans[0]!.from - duration * 0.25) < duration * 0.02, JSON.stringify(spans));
      assert.ok(Math.abs(spans[0]!.to - duration * 0.5) < duration * 0.02);
      assert.ok(spans.slice(1).every(({ from, to }) => to > from && to - from < duration * 0.05));
    });

    it("follows a stream by ranges: both sides apart, gaps as gaps, as text and as hexadecimal, and back to a packet", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      await page.locator("#follow").click();
      const line = page.locator("#stream .stream-line");
      await line.filter({ hasText: "502 Bad Gateway" }).first().waitFor();
      assert.ok(await line.filter({ hasText: "<html><b>upstream</b> went away</html>" }).first().isVisible());
      assert.equal(await line.filter({ hasText: "[1,460 bytes are missing here]" }).count(), 1);
      assert.ok(ofType(view, "stream").every(({ count }) => count <= 100));
      await page.locator("#stream-lines").focus();
      for (const loaded of ["100 of 250", "200 of 250", "250 of 250"]) {
        await page.locator(".stream-foot", { hasText: loaded }).waitFor();
        await page.keyboard.press("End");
      }
      await page.locator("#stream-copy").click();
      await page.locator("#notice-copy").waitFor({ state: "attached" });
      assert.match(
        ofType(view, "copy")[0]!.text,
        /^192\.168\.0\.12:45678 → 192\.168\.0\.77:8080\nPOST \/v1\/charges HTTP\/1\.1\n/,
      );
      await page.locator("#stream select").first().selectOption("hex");
      await line.filter({ hasText: "50 4f 53 54 20 2f 76 31" }).first().waitFor();
      await page.locator("#stream select").nth(1).selectOption("b");
      await until(page, `document.querySelectorAll("#stream .from-a").length === 0`);
      await page.locator("#stream-lines").focus();
      await page.keyboard.press("Home");
      await page.locator("#stream").getByRole("button", { name: "Go to packet 17", exact: true }).click();
      await page.locator("#row-16[aria-selected=true] .time").waitFor();
      assert.equal(await page.locator("#stream").count(), 0);
    });

    it("goes to a packet by its number, and says where there is none or the filter hides it", async (test) => {
      const { page } = await suite.open(test, toSampleCapture(3_412));
      await untilSelected(page, 64);
      await page.keyboard.press("Control+g");
      await page.locator("#go-to").fill("4000");
      await page.locator("#go-to").press("Enter");
      await page.locator("#go-to-problem", { hasText: "There are packets 1 to 3,412." }).waitFor();
      await page.locator("#go-to").fill("3000");
      await page.locator("#go-to").press("Enter");
      await page.locator("#row-2999[aria-selected=true] .time").waitFor();
      await untilFocused(page, "packet-list");
      await page.locator("#filter").fill("tcp");
      await page.locator("#filter").press("Enter");
      await page.locator("#filter-count", { hasText: "310" }).waitFor();
      await page.locator("#open-go-to").click();
      await page.locator("#go-to").fill("100");
      await page.locator("#go-to").press("Enter");
      await page.locator("#notice-goTo", { hasText: "hides packet 100" }).waitFor();
      await untilSelected(page, 110);
    });

    it("exports what the list shows, and says of a copy to share what it is, by the keyboard", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      await page.locator("#export-menu").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator("#notice-export", { hasText: "packets.pcap" }).waitFor();
      await page.locator("#export-menu").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.getByText(suite.texts().shareReplaced).waitFor();
      await dialog.getByText(suite.texts().shareCut).waitFor();
      await page.locator("#share-write").click();
      await page.locator("#notice-export", { hasText: "packets.pcapng" }).waitFor();
      assert.deepEqual(
        ofType(view, "export").map(({ format, isShare }) => [format, isShare]),
        [
          ["pcap", false],
          ["pcapng", true],
        ],
      );
    });

    it("shows times since the first packet, since the one above and of the day, and names for addresses", async (test) => {
      const { page } = await suite.open(test, toSampleCapture(3_412));
      const cell = (name: string) => page.locator(`#row-63 .${name}`);
      assert.equal(await cell("time").innerText(), "0.078750");
      await page.locator("#time-format").selectOption("delta");
      await page.locator("#row-63 .time", { hasText: "0.001250" }).waitFor();
      await page.locator("#time-format").selectOption("absolute");
      await page.locator("#row-63 .time", { hasText: /^\d\d:\d\d:28\.202206$/ }).waitFor();
      await page.locator("#row-63 .source", { hasText: "payments" }).waitFor();
      assert.equal(await cell("source").getAttribute("title"), "payments (192.168.0.77)");
      const named = page.locator(".finding .whose").first();
      assert.equal(
        (await named.innerText()).replaceAll("\n", " "),
        "payments (192.168.0.77) checkout-api (192.168.0.12)",
      );
      await page.locator("#show-names").click();
      await page.locator("#row-63 .source", { hasText: "192.168.0.77" }).waitFor();
      assert.equal(await page.locator(".finding .whose").count(), 0);
    });

    it("keeps filter, history, selection, time format and names over a reload", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      await page.locator("#time-format").selectOption("delta");
      await page.locator("#show-names").click();
      await page.locator("#filter").fill("tcp");
      await page.locator("#filter").press("Enter");
      await page.locator("#row-2").click();
      await until(page, `JSON.parse(sessionStorage.getItem("state")).selected === 33`);
      await page.reload();
      await page.locator("#row-2[aria-selected=true] .time").waitFor();
      await untilSelected(page, 33);
      assert.equal(await page.locator("#filter").inputValue(), "tcp");
      assert.equal(await page.locator("#time-format").inputValue(), "delta");
      assert.equal(await page.locator("#show-names").getAttribute("aria-pressed"), "false");
      assert.equal(await page.locator(".opened-at").count(), 0);
      await page.locator("#filter").press("Escape");
      await page.locator("#filter").press("ArrowDown");
      await page.locator("#filter-proposals li").first().waitFor();
      assert.deepEqual(await page.locator("#filter-proposals li").allInnerTexts(), ["tcp"]);
    });

    it("tells what became of the file, where it is damaged, and which request failed", async (test) => {
      const sample = toSampleCapture(3_412);
      const view = await suite.open(test, {
        ...sample,
        overview: { ...sample.overview, damage: { offset: 4_242, reason: "cut off" } },
      });
      const { page } = view;
      assert.match(await page.locator("#notice-damage").innerText(), /byte 4,242 \(cut off\)/);
      await view.tell({ type: "changed", what: "readAgain" });
      await page.locator("#notice-file", { hasText: suite.texts().readAgain }).waitFor();
      await view.tell({ type: "changed", what: "gone" });
      await page.locator("#notice-file", { hasText: "is gone" }).waitFor();
      view.answer("export", () => {
        throw new Error("The disk is full.");
      });
      await page.locator("#export-menu").click();
      await page.getByRole("menuitem").first().click();
      await page.locator("#notice-failure", { hasText: "The disk is full." }).waitFor();
      await page.locator("#notice-failure").getByRole("button").click();
      await page.locator("#notice-failure").waitFor({ state: "detached" });
      await view.tell({ type: "refused", message: "No capture.", next: "Choose another file." });
      await page.getByRole("alert").getByText("No capture.").waitFor();
      await page.getByRole("button", { name: suite.texts().tryAgain }).click();
      await until(page, "true");
      assert.equal(ofType(view, "reload").length, 1);
    });

    it("says nothing of a packet that was asked of the file before this one", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      const late = Promise.withResolvers<unknown>();
      view.answer("packet", () => late.promise);
      const before = ofType(view, "packet").length;
      await page.locator("#packet-list").press("ArrowDown");
      while (ofType(view, "packet").length === before) await page.waitForTimeout(20);
      view.answer("packet", ({ ...request }) => toSamplePacket((request as { number: number }).number));
      await view.tell({ type: "changed", what: "readAgain" });
      await page.locator("#notice-file").waitFor();
      late.reject(new Error("The file has no such packet."));
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      assert.equal(await page.locator("#notice-failure").count(), 0);
    });

    it("drops and counts messages and answers that are not in the contract", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      for (const message of [{ type: "progress" }, { type: "matched", filterId: -1 }, null])
        await view.tell(message);
      await until(page, "document.documentElement.dataset.droppedMessages === '3'");
      await view.tell({ type: "done", id: 99_999, value: null });
      assert.equal(await page.evaluate("document.documentElement.dataset.droppedMessages"), "3");
    });

    it("says how far reading is while it goes on, and shows what there is", async (test) => {
      const { page } = await suite.open(test, toSampleCapture(3_412), { isReading: true });
      assert.equal(await page.getByRole("progressbar").getAttribute("aria-valuenow"), "50");
      assert.equal(await page.locator(".opened-at").count(), 0);
    });
  });

  it("did all this under its own content policy and without an error", () => {
    const { pages, complaints } = suite.outcome();
    assert.ok(pages >= 10);
    assert.deepEqual(complaints, []);
  });
});
