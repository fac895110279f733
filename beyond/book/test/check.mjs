// The book in a real browser. Each test's name is what it proves.
import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {dirname, join, normalize} from "node:path";
import {after, before, test} from "node:test";
import {aSource, address, book, launch, pages, scenes, sceneOf, texts}
    from "./browser.mjs";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const whole = "all.html"; // what stands there stands on the parts' pages, too
let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

async function opened(page, options = {}) {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    tab.problems = [];
    tab.on("console", (said) => tab.problems.push(said.text()));
    tab.on("pageerror", (error) => tab.problems.push(error.message));
    tab.on("request", (request) => /^(file|data):/.test(request.url()) ||
        tab.problems.push(`asks for ${request.url()}`));
    if (page)
        await tab.goto(address(page));
    return tab;
}

// --- All pages

// Not by the browser, since there are hundreds: what is written is looked at.
test("every link and every anchor leads somewhere", () => {
    const anchors = new Map(pages.map((page) => {
        const html = readFileSync(join(book, page), "utf8");
        return [page, new Set([...html.matchAll(/ id="([^"]*)"/g)]
            .map((found) => found[1]))];
    }));
    const lost = [];
    for (const page of pages) {
        const html = readFileSync(join(book, page), "utf8");
        for (const [, link] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
            if (/^(https?|data):/.test(link))
                continue;
            const [path, anchor] = link.split("#").map(decodeURIComponent);
            const to = path ? normalize(join(dirname(page), path)) : page;
            const there = anchors.has(to) || existsSync(join(book, to));
            if (!there || anchor && !anchors.get(to)?.has(anchor))
                lost.push(`${page}: ${link}`);
        }
    }
    assert.deepEqual(lost, []);
});

// Lets some tabs go through all pages, and gathers what they find.
async function inEach(options, deed) {
    const left = [...texts.filter((page) => page !== whole), aSource];
    const found = [];
    await Promise.all([1, 2, 3].map(async () => {
        const tab = await opened(null, options);
        for (let page; (page = left.pop());) {
            await tab.goto(address(page));
            found.push(...(await deed(tab)).map((one) => `${page}: ${one}`));
        }
        found.push(...tab.problems);
        await tab.context().close();
    }));
    return found.sort();
}

test("no page says anything on the console or asks for anything outside",
    async () => assert.deepEqual(await inEach({}, async () => []), []));

for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing, ${colorScheme}`, async () => {
        // In the dark, only the colours are others.
        const rules = {preload: false, resultTypes: ["violations"],
            ...(colorScheme === "dark" && {runOnly: "color-contrast"})};
        const found = await inEach({colorScheme}, async (tab) => {
            await tab.evaluate(axe);
            const {violations} = await tab.evaluate(
                (how) => axe.run(how), rules);
            return violations.map((one) =>
                `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
        });
        assert.deepEqual(found, []);
    });
}

for (const width of [360, 1600]) {
    test(`no page is wider than ${width} px`, async () => {
        const found = await inEach({viewport: {width, height: 800}},
            async (tab) => {
                const is = await tab.evaluate(
                    () => document.documentElement.scrollWidth);
                return is > width ? [`${is} px`] : [];
            });
        assert.deepEqual(found, []);
    });
}

test("from one page to the next one comes through the whole book",
    async () => {
        const tab = await opened("index.html");
        const seen = [await tab.title()];
        const next = () => tab.evaluate(
            () => document.querySelector("a[rel=next]")?.href);
        for (let page; (page = await next());) {
            await tab.goto(page); // and waits until it is there
            seen.push(await tab.title());
        }
        const others = [whole, "slides.html"]; // stand alone
        assert.equal(new Set(seen).size, texts.length - others.length);
        await tab.context().close();
    });

test("code that is shown leads to its line in the file", async () => {
    const tab = await opened("step-3.html");
    await tab.click("a.file:has-text('step03-executor/exec.c') >> nth=0");
    const line = await tab.locator("span:target").textContent();
    assert.match(line, /toy_exec_run/);
    await tab.context().close();
});

test("a diff is one click away from its step", async () => {
    const tab = await opened("step-4.html");
    await tab.click("text=file by file");
    await tab.waitForURL(/diff-4/);
    assert.match(await tab.locator("h1").textContent(), /step 4 adds/);
    await tab.context().close();
});

test("an answer is folded until it is asked for", async () => {
    const tab = await opened("step-1.html");
    const answer = tab.locator("details").first();
    const text = answer.locator("p").first();
    assert.equal(await text.isVisible(), false);
    await answer.locator("summary").click();
    assert.equal(await text.isVisible(), true);
    await tab.context().close();
});

// --- The player

// The choices of a shortest way to a loss; null: there is none.
function lossOf({states}) {
    const ways = new Map([[0, []]]);
    for (const [at, way] of ways) {
        if (states[at].fault)
            return way;
        for (const step of states[at].go)
            if (!ways.has(step.to))
                ways.set(step.to, [...way, step]);
    }
    return null;
}

const said = (tab) => tab.locator("[role=status]").textContent();

for (const page of scenes) {
    const scene = sceneOf(page);
    if (scene.bug) {
        test(`${scene.name} is lost by the keys of a losing order`,
            async () => {
                const tab = await opened(page);
                for (const step of lossOf(scene))
                    await tab.keyboard.press(String(step.thread + 1));
                assert.match(await said(tab), /^Lost\. /);
                assert.deepEqual(tab.problems, []);
                await tab.context().close();
            });
    } else {
        test(`${scene.name} is not lost in any of its states`, async () => {
            assert.equal(lossOf(scene), null);
            const tab = await opened(page);
            await tab.keyboard.press("g");
            assert.match(await said(tab), /cannot be lost.* orders .*were tried/);
            await tab.context().close();
        });
    }
}

const broken = "play-wake-against-sleep-bug-10.html";

test("hints alone lead to the loss", async () => {
    const tab = await opened(broken);
    for (let i = 0; i < 50 && !/^Lost/.test(await said(tab)); i++) {
        await tab.keyboard.press("h");
        const thread = (await said(tab)).match(/^Let (.*) step\./)[1];
        await tab.click(`button:has-text("Step: ${thread}"):enabled`);
    }
    assert.match(await said(tab), /^Lost\. /);
    await tab.context().close();
});

test("a thread that waits cannot be chosen, and says why", async () => {
    const tab = await opened(broken);
    const button = tab.locator("button:has-text('Step: the sleeper')");
    for (let i = 0; i < 9 && await button.isEnabled(); i++)
        await tab.keyboard.press("1");
    assert.equal(await button.isEnabled(), false);
    await tab.keyboard.press("1");
    assert.match(await said(tab), /cannot step: it is asleep/);
    assert.match(await tab.locator(".thread").first().textContent(),
        /Cannot step: it is asleep/);
    await tab.context().close();
});

test("back and forward lead to the same order", async () => {
    const tab = await opened(broken);
    const order = () => tab.locator("#player .run").textContent();
    for (const key of ["1", "2", "1"])
        await tab.keyboard.press(key);
    const before = await order();
    await tab.keyboard.press("b");
    await tab.keyboard.press("b");
    assert.notEqual(await order(), before);
    await tab.keyboard.press("f");
    await tab.keyboard.press("f");
    assert.equal(await order(), before);
    for (const key of ["b", "b", "b", "b"]) // one more than there are
        await tab.keyboard.press(key);
    assert.match(await said(tab), /^Choose who steps/);
    await tab.context().close();
});

test("what a step has changed is marked, also where others are gone",
    async () => {
        const tab = await opened(broken);
        const rows = () => tab.locator("#player .see tr").evaluateAll(
            (all) => all.map(({children: [name, value]}) =>
                [name.textContent, value.textContent, value.className]));
        const next = tab.locator("button:has-text('Step:'):enabled").last();
        const first = await rows();
        let last = first;
        while (await next.count()) {
            const before = new Map(last);
            await next.click();
            last = await rows();
            for (const [name, value, kind] of last)
                assert.equal(kind === "new", before.get(name) !== value, name);
        }
        assert.ok(last.length < first.length);
        await tab.context().close();
    });

test("the order can be copied: as numbers, and as numbered lines", async () => {
    const tab = await opened(broken,
        {permissions: ["clipboard-read", "clipboard-write"]});
    await tab.keyboard.press("1");
    await tab.keyboard.press("2");
    await tab.click("text=Copy the order");
    await tab.locator("text=Copied.").waitFor();
    const text = await tab.evaluate(() => navigator.clipboard.readText());
    assert.match(text,
        /^1 2\n1\. the sleeper's thread: .*\n2\. a waker's thread: /);
    await tab.context().close();
});

test("the keyboard alone plays it: tab to a button, space, focus stays",
    async () => {
        const tab = await opened(broken);
        const steps = () => tab.locator("#player .run li").count();
        const button = () => tab.evaluate(
            () => document.activeElement.textContent);
        const wakers = "Step: a waker's thread 2";
        for (let i = 0; i < 60 && await button() !== wakers; i++)
            await tab.keyboard.press("Tab");
        await tab.keyboard.press("Space");
        await tab.keyboard.press("Space");
        assert.equal(await steps(), 2);
        assert.equal(await button(), wakers);
        await tab.context().close();
    });

test("without JavaScript a numbered order stands there", async () => {
    const tab = await opened(broken, {javaScriptEnabled: false});
    await tab.click("summary");
    const rows = await tab.locator("ol.run li").allTextContents();
    assert.ok(rows.length > 3);
    assert.match(rows.at(-1), /the wake is lost/);
    await tab.context().close();
});
