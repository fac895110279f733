// The scenes, one function each; scenes.c says what they are called.
#ifndef SCENES_H
#define SCENES_H

void wake_and_sleep(void);
void two_wakes_one_sleep(void);
void letter_and_reader(void);

void wake_and_complete(void);
void two_wakes(void);
void late_wake(void);
void two_writers(void);
void three_writers(void);
void two_tasks(void);
void drop_and_wake(void);
void wake_by_itself(void);
void wake_by_neighbour(void);
void drop_by_neighbour(void);
void drop_and_run(void);
void spawn_and_run(void);
void two_runs(void);
void run_and_free_elsewhere(void);

void earlier_deadline(void);
void register_and_fire(void);
void register_elsewhere(void);
void look_and_register(void);
void free_and_fire(void);
void free_at_once(void);
void two_deadlines(void);

void periodic_pair(void);
void other_handle(void);

void one_enters(void);
void both_enter(void);

#endif
