import { createContext, useContext } from 'react';

/** How a page opens the navigation where it is a drawer. */
export const OpenNavigation = createContext<() => void>(() => {});
export const useOpenNavigation = () => useContext(OpenNavigation);
