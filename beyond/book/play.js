// The player: shows the states of a scene, and goes from one to the next as the
// reader says. It knows nothing of threads: all is in the page, in #scene.
"use strict";

const scene = JSON.parse(document.getElementById("scene").textContent);
const player = document.getElementById("player");
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
    const before = length;
    length = Math.min(Math.max(length + by, 0), path.length);
    show(by === -1 && length < before ? "Taken back." : "");
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
    `All ${scene.schedules.toLocaleString("en")} orders of these steps were ` +
    `tried: ${scene.command}`;

function outcome(state) {
    if (state.fault)
        return `Lost. ${state.said}`;
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
        return `Let ${threadOf(way[0])} step. ` + (way.length > 1
            ? `Then it is ${way.length - 1} more until it is lost.`
            : "That loses it.");
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

// What a step has changed of what they share, by name.
function changes(i) {
    const before = new Map(stateAfter(path.slice(0, i)).see);
    return scene.states[path[i].to].see.filter(
        ([name, value]) => before.get(name) !== value);
}

const place = (line) => `${line.file.split("/").pop()}:${line.line}`;

function noteOf(step, i) {
    const changed = changes(i);
    return /→/.test(step.note) && changed.length
        ? changed.map(([name, value]) => `${name}: ${value}`).join(", ")
        : step.note;
}

function rowOf(step, i) {
    const lines = (step.passes ?? []).map((at) => scene.lines[at]);
    return made("li", {}, made("b", {}, `${threadOf(step)}: `),
        ...lines.flatMap((line) =>
            [`${place(line)} `, made("code", {}, line.text), " "]),
        made("i", {}, noteOf(step, i)));
}

// First the numbers, as "make play" takes them.
function orderAsText() {
    const numbers = done().map((step) => step.thread + 1).join(" ");
    const rows = [...log.children].map((row, i) => `${i + 1}. ${row.textContent}`);
    return [numbers, ...rows, outcome(here())].join("\n") + "\n";
}

async function copy() {
    try {
        await navigator.clipboard.writeText(orderAsText());
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
const steps = made("div", {className: "bar"});
const table = made("tbody");
const back = button("Back", "b", () => move(-1));
const forward = button("Forward", "f", () => move(1));
const again = button("Start again", "r", () => move(-length));
const copying = button("Copy the order", "c", copy);

function button(label, key, onclick) {
    return made("button", {type: "button", onclick},
        label + " ", made("kbd", {ariaHidden: "true"}, key));
}

// One column: what the thread will do next, in its function.
function thread(name, index) {
    const state = made("p");
    const source = made("code");
    const code = made("pre", {tabIndex: 0}, source);
    code.setAttribute("aria-label", `The code of ${name}`);
    code.setAttribute("role", "group");
    const column = made("section", {className: "thread"},
        made("h2", {textContent: name}), state, code);
    column.setAttribute("aria-label", name);
    return {column, show: () => showThread(index, state, source)};
}

// Why it cannot step, or null.
function hindrance(index) {
    const {next, can, why, go} = here();
    if (next[index] == null)
        return "it has ended";
    return can[index] && go.length ? null : why[index] || "the run is over";
}

function showThread(index, state, source) {
    const line = scene.lines[here().next[index]];
    const why = hindrance(index);
    state.textContent = !line ? "Has ended."
        : why ? `Cannot step: ${why}.` : `Next: ${line.file}:${line.line}`;
    source.replaceChildren(...(line ? lit(line) : []));
}

// A button for each thread stays as it is, and with it the focus. Where a step
// has more than one outcome, the others get a button of their own.
function showSteps() {
    const wanted = scene.threads.flatMap((name, index) => {
        const own = here().go.filter((step) => step.thread === index);
        return (own.length ? own : [null]).map((step, i) => ({
            label: name + (own.length > 1 ? `: ${step.note}` : ""),
            key: i === 0 ? String(index + 1) : "", step}));
    });
    while (steps.children.length > wanted.length)
        steps.lastChild.remove();
    while (steps.children.length < wanted.length)
        steps.append(button("", ""));
    [...steps.children].forEach((one, i) => {
        const {label, key, step} = wanted[i];
        one.disabled = !step;
        one.onclick = () => take(step);
        one.firstChild.data = `Step: ${label} `;
        one.lastChild.textContent = key;
    });
}

function lit(line) {
    const {first, lines} = scene.functions[line.function] ??
        {first: line.line, lines: [line.text]};
    // A narrow column may break a line, but not between the halves of "->".
    const whole = (text) => text.replaceAll("->", "-\u2060>");
    return lines.flatMap((text, i) => [first + i === line.line
        ? made("mark", {}, whole(text)) : whole(text), "\n"]);
}

function showTable() {
    const changed = new Map(length > 0 ? changes(length - 1) : []);
    table.replaceChildren(...here().see.map(([name, value]) => {
        const head = made("th", {scope: "row"}, made("code", {}, name));
        return made("tr", {}, head, made("td",
            {className: changed.has(name) ? "new" : ""}, value));
    }));
}

function say(text, kind = "") {
    said.className = `said ${kind}`;
    said.textContent = text;
}

function show(word) {
    const state = here();
    columns.forEach((one) => one.show());
    showSteps();
    showTable();
    log.replaceChildren(...done().map(rowOf));
    back.disabled = again.disabled = length === 0;
    forward.disabled = length === path.length;
    copying.disabled = length === 0;
    const last = done().at(-1);
    say(word || outcome(state) ||
        (last ? `${threadOf(last)}: ${noteOf(last, length - 1)}`
            : "Choose who steps: with a button, or with the keys 1 and 2."),
    state.fault ? "lost" : state.go.length ? "" : "well");
}

function stepBy(index) {
    const step = here().go.find((one) => one.thread === index);
    if (step)
        take(step);
    else if (!here().go.length)
        show();
    else
        say(`${scene.threads[index]} cannot step: ${hindrance(index)}.`);
}

const keys = {b: () => move(-1), ArrowLeft: () => move(-1), f: () => move(1),
    ArrowRight: () => move(1), r: () => move(-length), h: () => say(hint()),
    g: giveUp, c: copy};

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey)
        return;
    const index = Number(event.key) - 1;
    const deed = scene.threads[index] ? () => stepBy(index) : keys[event.key];
    if (!deed || (event.key.startsWith("Arrow") &&
        event.target.closest("pre, .table")))
        return;
    event.preventDefault();
    deed();
});

player.append(
    made("div", {className: "controls"}, said, steps),
    made("div", {className: "bar"}, back, forward, again,
        button("Hint", "h", () => say(hint())),
        button("Give up", "g", giveUp), copying),
    made("div", {className: "threads"}, ...columns.map((one) => one.column)),
    made("table", {className: "see"},
        made("caption", {textContent: "What they share"}), table),
    made("h2", {textContent: "The order so far"}), log);
show();
