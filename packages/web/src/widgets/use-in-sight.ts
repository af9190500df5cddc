import { useEffect, useRef, useState } from 'react';

/** How far below the window something is already made ready. */
const AHEAD = '400px';

/** Whether an element is in sight, nearly so, or has been. Paper has no sight: to print is to see. */
export function useInSight<Element extends HTMLElement>() {
  const ref = useRef<Element>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const element = ref.current;
    if (!element || seen) return undefined;
    const see = () => setSeen(true);
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && see(),
      {
        rootMargin: AHEAD,
      },
    );
    observer.observe(element);
    window.addEventListener('beforeprint', see);
    return () => {
      observer.disconnect();
      window.removeEventListener('beforeprint', see);
    };
  }, [seen]);
  return { ref, seen };
}
