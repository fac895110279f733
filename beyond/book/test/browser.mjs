// Chromium, and the pages of the book, for the tests and the screenshots.
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";

export const book = process.env.BOOK;
export const address = (page) => `file://${join(book, page)}`;
export const pages = readdirSync(book, {recursive: true})
    .filter((file) => file.endsWith(".html")).sort();
// All that is not source: of source pages there is one kind.
export const texts = pages.filter((file) => !file.startsWith("source/"));
export const aSource = "source/step03-executor/exec.c.html";
export const scenes = texts.filter((file) => file.startsWith("play-"));

export const launch = () => chromium.launch({
    executablePath: process.env.CHROMIUM, args: ["--no-sandbox"]});

// What a scene's page holds.
export const sceneOf = (page) => JSON.parse(readFileSync(join(book, page),
    "utf8").match(/id="scene">(.*?)<\/script>/s)[1]);
