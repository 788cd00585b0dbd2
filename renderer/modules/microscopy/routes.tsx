export const microscopyRoutes = [] as const;
