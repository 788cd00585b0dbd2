/** Lists of runs, beside the library. */
export const runPlaces = [] as const;

/** One run, over the whole screen. */
export const runRoutes = [] as const;
