/** Of `npm start` and the commands: a small nursery and a heap that grows slowly. Under load the defaults take twice the memory, and are no faster here. */
export const START_FLAGS = ['--max-semi-space-size=16', '--heap-growing-percent=40'];
