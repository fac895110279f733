#!/bin/sh
# Draws each step's demo as it runs in a still world: sh pictures.sh BUILD TO
set -eu
build=$1
to=$2

# picture STEP DEMO TITLE [OLD=NEW]...
picture() {
    json=$build/$1.json
    svg=$to/$1.svg
    TRACE_FILE=$json "$build/still_$2" >"$build/$1.out"
    title=$3
    shift 3
    for name; do set -- "$@" --name "$name"; shift; done
    python3 draw.py --title "$title" "$@" "$json" "$svg"
}

picture step01 letter 'Step 1: asked again and again' \
    "thread 2=writer's thread" 'task 1=countdown' 'task 2=reader'
picture step02 doorbell 'Step 2: asked when the bell has rung' \
    "thread 2=writer's thread" 'task 1=reader' 'task 2=another reader'
picture step03 take_turns 'Step 3: three tasks take turns on one thread' \
    'task 1=Ada' 'task 2=Brian' 'task 3=Carol'
picture step04 alarm 'Step 4: the timer wakes three bells' \
    'handle 1=bell of 300 ms' 'handle 2=bell of 100 ms' \
    'handle 3=bell of 200 ms'
picture step05 ding 'Step 5: nine tasks, two threads'
