import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { toSampleCapture, toSamplePacket, toSampleRow } from "./sampleCapture.ts";
import { useViewBrowser, type FakeCapture } from "./viewPage.ts";
import { ofType, rowNumbers, seenNumbers, until, untilFocused, untilSelected } from "./viewRows.ts";

const calm: Partial<FakeCapture> = {
  overview: { ...toSampleCapture(3_412).overview, findings: [] },
};

describe("the capture's page: list and packet", () => {
  const suite = useViewBrowser();

  describe("side by side", { concurrency: 2 }, () => {
    it("opens at the first packet of the worst finding, in sight and in the list unfiltered, and names it", async (test) => {
      const { page } = await suite.open(test, toSampleCapture(3_412));
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      await untilSelected(page, 64);
      assert.ok((await seenNumbers(page)).includes(64));
      assert.match(await page.locator(".opened-at .sentence").innerText(), /192\.168\.0\.77:8080 refused/);
      assert.equal(await page.locator("#filter").inputValue(), "");
    });

    it("shows the packet it opens at wholly, also where it is known before anything is drawn", async (test) => {
      const view = await suite.open(test, toSampleCapture(3_412));
      const { page } = view;
      await untilSelected(page, 64);
      await page.addInitScript(`{
        const draw = requestAnimationFrame;
        const held = [];
        window.requestAnimationFrame = (act) => held.push(act);
        window.drawNow = () => {
          window.requestAnimationFrame = draw;
          held.forEach((act) => draw(act));
        };
      }`);
      const places = ofType(view, "place").length;
      await page.reload();
      while (ofType(view, "place").length === places) await sleep(5);
      await page.evaluate("setTimeout(drawNow, 50)");
      await untilSelected(page, 64);
      assert.ok((await seenNumbers(page)).includes(64));
    });

    it("opens at the top where nothing is wrong, or only worth a note", async (test) => {
      const sample = toSampleCapture(3_412);
      const note = sample.overview.findings.filter(({ severity }) => severity === "note");
      const view = await suite.open(test, { ...sample, overview: { ...sample.overview, findings: note } });
      assert.deepEqual((await rowNumbers(view.page)).slice(0, 3), [1, 2, 3]);
      assert.equal(ofType(view, "packet").length, 0);
      assert.equal(await view.page.locator(".opened-at").count(), 0);
    });

    for (const packets of [5_000_000, 20_000_000]) {
      it(`scrolls ${packets} rows: to the end, to the middle, and by the wheel row by row`, async (test) => {
        const { page } = await suite.open(test, {
          ...toSampleCapture(packets),
          overview: { ...toSampleCapture(packets).overview, findings: [] },
        });
        const list = page.locator("#packet-list");
        await list.focus();
        await list.press("End");
        await page.locator(`#row-${packets - 1} .time`).waitFor();
        await until(page, `!document.querySelector("#packet-list .waiting")`);
        const end = await seenNumbers(page);
        assert.equal(end.at(-1), packets);
        assert.equal(
          await page.locator(`#row-${packets - 1}`).getAttribute("aria-rowindex"),
          `${packets + 1}`,
        );
        assert.equal(await list.getAttribute("aria-activedescendant"), `row-${packets - 1}`);
        await page.evaluate(`(() => {
        const list = document.querySelector("#packet-list");
        list.scrollTop = (list.scrollHeight - list.clientHeight) / 2;
      })()`);
        await until(
          page,
          `(() => {
        const first = document.querySelector("#packet-list .window .time");
        const row = first && Number(first.parentElement.dataset.row);
        return row > ${packets * 0.49} && row < ${packets * 0.51};
      })()`,
        );
        await until(page, `!document.querySelector("#packet-list .waiting")`);
        const middle = await seenNumbers(page);
        assert.ok(middle.length > 10);
        assert.deepEqual(
          middle,
          middle.map((_, index) => middle[0]! + index),
        );
        const rowHeight = (await page.locator("#packet-list .window .packet-row").first().boundingBox())!
          .height;
        await list.hover();
        await page.mouse.wheel(0, rowHeight * 3);
        await until(
          page,
          `(() => {
        const rows = [...document.querySelectorAll("#packet-list .window .packet-row")];
        const top = document.querySelector("#packet-list .list-head").getBoundingClientRect().bottom;
        const seen = rows.find((row) => row.getBoundingClientRect().top >= top - 1);
        return seen && Number(seen.dataset.row) + 1 >= ${middle[0]! + 2};
      })()`,
        );
        const moved = (await seenNumbers(page))[0]! - middle[0]!;
        assert.ok(moved >= 2 && moved <= 4, `the wheel moved by ${moved} rows`);
        await list.press("Home");
        await page.locator("#row-0 .time").waitFor();
        assert.deepEqual((await seenNumbers(page)).slice(0, 3), [1, 2, 3]);
      });
    }

    it("asks for rows in ranges of at most 200, and keeps what it has", async (test) => {
      const view = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const list = view.page.locator("#packet-list");
      await list.focus();
      for (let press = 0; press < 15; press += 1) await list.press("PageDown");
      for (let press = 0; press < 15; press += 1) await list.press("PageUp");
      await view.page.locator("#row-0 .time").waitFor();
      const ranges = ofType(view, "rows");
      assert.ok(ranges.every(({ count }) => count <= 200));
      assert.equal(new Set(ranges.map(({ from }) => from)).size, ranges.length);
    });

    it("moves by row and page, and leads on from the list to the layers and back", async (test) => {
      const { page } = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const list = page.locator("#packet-list");
      await list.focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) await list.press(key);
      await page.locator("#row-1[aria-selected=true]").waitFor();
      const seen = (await seenNumbers(page)).length;
      await list.press("PageDown");
      await page.locator(`#row-${1 + seen}[aria-selected=true]`).waitFor();
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      await list.press("Enter");
      await untilFocused(page, "packet-layers");
      await page.keyboard.press("Escape");
      await untilFocused(page, "packet-list");
    });

    it("marks a field's bytes, and the innermost field of a byte", async (test) => {
      const { page } = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      await page.locator("#row-1").click();
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      const untilMarked = (offsets: readonly number[]) =>
        until(
          page,
          `[...document.querySelectorAll("#packet-bytes .hex .marked")].map(({ id }) => id.slice(5)).join() === "${offsets.join()}"`,
        );
      const tree = page.locator("#packet-layers");
      await tree.focus();
      await untilMarked(Array.from({ length: 14 }, (_, index) => index));
      for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"]) await tree.press(key);
      await page.locator("#packet-layers [aria-selected=true]", { hasText: "Source Port" }).waitFor();
      await untilMarked([34, 35]);
      // Opens what the field lies in.
      await page.locator("#byte-47").click();
      const selected = page.locator("#packet-layers [aria-selected=true]");
      await until(page, 'document.querySelector("#packet-layers [aria-level=\\"3\\"]")');
      assert.equal(await selected.getAttribute("aria-level"), "3");
      const bytes = page.locator("#packet-bytes");
      await bytes.focus();
      for (let press = 0; press < 7; press += 1) await bytes.press("ArrowRight");
      await page.locator("#byte-54.current").waitFor();
      assert.equal(await bytes.getAttribute("aria-activedescendant"), "byte-54");
      assert.match(await selected.innerText(), /Request Method: ?POST/);
      await untilMarked([54, 55, 56, 57]);
    });

    it("shows hostile texts as texts: no element, no turned or hidden letter comes of them", async (test) => {
      const evil = '<img src=x onerror="document.title=1">\u202Egpj.exe\u0007{0} ${1} [x](command:y)';
      const shown = evil.replace("\u202E", "\uFFFD").replace("\u0007", "\u2407");
      const sample = toSampleCapture(40);
      const { page } = await suite.open(test, {
        ...sample,
        ...calm,
        fileName: evil,
        overview: {
          ...sample.overview,
          linkTypes: [evil],
          findings: [{ ...sample.overview.findings[0]!, params: { from: evil, to: evil } }],
        },
        row: (number) => ({ ...toSampleRow(number), source: evil, info: evil }),
        packet: (number) => {
          const packet = toSamplePacket(number);
          return {
            ...packet,
            layers: packet.layers.map((layer) => ({ ...layer, label: evil, summary: evil })),
          };
        },
      });
      await page.locator("#row-2").click();
      await page.locator("#packet-layers [role=treeitem]").first().waitFor();
      assert.equal(await page.locator("h1").innerText(), shown);
      assert.equal(await page.locator("#row-2 .info").innerText(), shown);
      assert.ok((await page.locator(".finding .sentence").innerText()).includes(shown));
      assert.equal(await page.locator("img").count(), 0);
      assert.equal(await page.locator("#packet-layers .label").first().innerText(), shown);
    });
  });

  it("did all this under its own content policy and without an error", () => {
    const { pages, complaints } = suite.outcome();
    assert.ok(pages >= 7);
    assert.deepEqual(complaints, []);
  });
});
