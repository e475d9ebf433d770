// problem
export { PROBLEMS, PROBLEM_PREFIX, PROBLEM_TYPES, type ProblemType } from './problem/catalogue.ts';
export { EaapError, problemTypeOf, type ProblemBody, type ProblemExtras } from './problem/error.ts';
