// Each kind of page, in three widths, light and dark: to be looked at.
import {mkdirSync} from "node:fs";
import {aSource, address, launch} from "./browser.mjs";

const kinds = ["index.html", "start.html", "step-3.html", "glossary.html",
    "play.html", "play-wake-against-sleep-bug-10.html", "diff-3.html",
    "beyond-bench.html", "slides.html", aSource];

mkdirSync("screenshots", {recursive: true});
const browser = await launch();
for (const width of [360, 800, 1600]) {
    for (const colorScheme of ["light", "dark"]) {
        const tab = await browser.newPage(
            {viewport: {width, height: 1000}, colorScheme});
        for (const page of kinds) {
            const name = page.split("/").pop().replace(".html", "");
            await tab.goto(address(page));
            await tab.screenshot(
                {path: `screenshots/${name}-${width}-${colorScheme}.png`});
        }
        await tab.close();
    }
}
await browser.close();
console.log(`${process.cwd()}/screenshots`);
