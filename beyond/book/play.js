// The player: shows the states of a scene, and goes from one to the next as the
// reader says. It knows nothing of threads: all is in the page, in #scene.
"use strict";

const scene = JSON.parse(document.getElementById("scene").textContent);
const place = document.getElementById("player");
let path = [];    // the steps so far, and those taken back, for "forward"
let length = 0;   // how many of them are done

const made = (tag, more = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...children);
    return element;
};

// --- Where we are

const stateAfter = (steps) => scene.states[steps.length ? steps.at(-1).to : 0];
const done = () => path.slice(0, length);
const here = () => stateAfter(done());

function take(step) {
    path = [...done(), step];
    length++;
    show();
}

function move(by) {
    length = Math.min(Math.max(length + by, 0), path.length);
    show(by < 0 ? "Taken back." : "");
}

// The fewest steps from a state to one that is lost; null: there is none.
function wayToLoss(from) {
    const queue = [[from, []]], seen = new Set([from]);
    for (const [state, way] of queue) {
        if (state.fault)
            return way;
        for (const step of state.go) {
            const next = scene.states[step.to];
            if (!seen.has(next))
                queue.push([next, [...way, step]]);
            seen.add(next);
        }
    }
    return null;
}

// --- What is said

const threadOf = (step) => scene.threads[step.thread] ?? "the clock";
const allTried = () =>
    `All ${scene.schedules.toLocaleString("en")} orders were tried, with ` +
    `${scene.runs.toLocaleString("en")} runs: ${scene.command}`;

function outcome(state) {
    if (state.fault)
        return `Lost: ${scene.lose}. (${state.fault})`;
    if (!state.go.length)
        return "All threads have ended, and all is well. Go back, and try " +
            "another order.";
    return "";
}

function hint() {
    const way = wayToLoss(here());
    if (here().fault)
        return "It is lost already. Go back, and see where the other order " +
            "would have saved it.";
    if (way)
        return `Let ${threadOf(way[0])} step. Then it is ` +
            `${way.length - 1} more until it is lost.`;
    return wayToLoss(scene.states[0])
        ? "From here it cannot be lost any more. Go back."
        : `It cannot be lost, whatever you do. ${allTried()}`;
}

function giveUp() {
    const way = wayToLoss(scene.states[0]);
    if (!way)
        return show(`It cannot be lost. ${allTried()}`);
    path = way;
    length = way.length;
    show("This is the shortest way. " + outcome(here()));
}

function interleaving() {
    return done().map((step, i) => {
        const lines = (step.passes ?? []).map((at) => scene.lines[at]).map(
            (line) => `${line.file.split("/").pop()}:${line.line} ${line.text}`);
        return `${i + 1}. ${threadOf(step)}: ${lines.join("; ")} ` +
            `(${step.note})`;
    });
}

async function copy() {
    const text = interleaving().join("\n") + "\n" + outcome(here()) + "\n";
    try {
        await navigator.clipboard.writeText(text);
        say("Copied.");
    } catch {
        getSelection().selectAllChildren(log);
        say("Selected: copy it with your keys.");
    }
}

// --- The page

const said = made("p", {className: "said", role: "status"});
const log = made("ol", {className: "run"});
const columns = scene.threads.map(thread);
const table = made("tbody");
const back = button("Back", "b", () => move(-1));
const forward = button("Forward", "f", () => move(1));
const again = button("Start again", "r", () => move(-length));
const copying = button("Copy the order", "c", copy);

function button(label, key, onclick) {
    return made("button", {type: "button", onclick, title: `Key: ${key}`},
        label + " ", made("kbd", {ariaHidden: "true"}, key));
}

// One column: what the thread will do next, in its function.
function thread(name, index) {
    const state = made("p");
    const source = made("code");
    const code = made("pre", {tabIndex: 0}, source);
    const steps = made("div", {className: "bar"});
    code.setAttribute("aria-label", `The code of ${name}`);
    code.setAttribute("role", "group");
    const column = made("section", {className: "thread"},
        made("h2", {textContent: name}), state, code, steps);
    column.setAttribute("aria-label", name);
    return {column, show: () => showThread(index, state, source, steps)};
}

// Who cannot see the columns hears whose button it is.
function stepButton(index) {
    const one = button("Step", String(index + 1));
    one.append(made("span", {className: "heard"}, scene.threads[index]));
    return one;
}

function showThread(index, state, source, steps) {
    const {next, can, why, go} = here();
    const line = scene.lines[next[index]];
    state.textContent = !line ? "Has ended."
        : can[index] ? `Next: ${line.file}:${line.line}`
        : `Cannot step: ${why[index] || "it waits"}.`;
    source.replaceChildren(...(line ? lit(line) : []));
    // A button stays as it is where it can, and with it the focus.
    const own = go.filter((step) => step.thread === index);
    const wanted = Math.max(own.length, 1);
    while (steps.children.length > wanted)
        steps.lastChild.remove();
    while (steps.children.length < wanted)
        steps.append(stepButton(index));
    [...steps.children].forEach((one, i) => {
        one.disabled = !own[i];
        one.onclick = () => own[i] && take(own[i]);
        one.firstChild.data =
            `Step${own.length > 1 ? `: ${own[i].note}` : ""} `;
        one.querySelector("kbd").hidden = i > 0; // it is the first one's key
    });
}

function lit(line) {
    const {first, lines} = scene.functions[line.function] ??
        {first: line.line, lines: [line.text]};
    return lines.flatMap((text, i) => [
        first + i === line.line ? made("mark", {}, text || " ") : text, "\n"]);
}

function showTable() {
    const before = stateAfter(done().slice(0, -1)).see;
    table.replaceChildren(...here().see.map(([name, value], i) => {
        const isNew = length > 0 && before[i][1] !== value;
        const head = made("th", {scope: "row"}, made("code", {}, name));
        return made("tr", {}, head, made("td",
            {className: isNew ? "new" : ""}, value));
    }));
}

function say(text, kind = "") {
    said.className = `said ${kind}`;
    said.textContent = text;
}

function show(word) {
    const state = here();
    columns.forEach((one) => one.show());
    showTable();
    log.replaceChildren(...interleaving().map((text) =>
        made("li", {}, text.replace(/^\d+\. /, ""))));
    back.disabled = again.disabled = length === 0;
    forward.disabled = length === path.length;
    copying.disabled = length === 0;
    const last = done().at(-1);
    say(word || outcome(state) ||
        (last ? `${threadOf(last)}: ${last.note}.`
            : "Choose who steps: with a button, or with the keys 1 and 2."),
    state.fault ? "lost" : state.go.length ? "" : "well");
}

const keys = {b: () => move(-1), ArrowLeft: () => move(-1), f: () => move(1),
    ArrowRight: () => move(1), r: () => move(-length), h: () => say(hint()),
    g: giveUp, c: copy};

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey)
        return;
    const index = Number(event.key) - 1;
    const step = here().go.find((one) => one.thread === index);
    const deed = step ? () => take(step) : keys[event.key];
    if (!deed || (event.key.startsWith("Arrow") &&
        event.target.closest("pre, .table")))
        return;
    event.preventDefault();
    deed();
});

place.append(
    said,
    made("div", {className: "threads"}, ...columns.map((one) => one.column)),
    made("div", {className: "bar"}, back, forward, again,
        button("Hint", "h", () => say(hint())),
        button("Give up", "g", giveUp), copying),
    made("table", {className: "see"},
        made("caption", {textContent: "What they share"}), table),
    made("h2", {textContent: "The order so far"}), log);
show();
