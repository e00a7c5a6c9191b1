// How large a place on the page is: pictures are drawn in its own pixels, so that their letters are as large as all others.
import { useCallback, useRef, useState } from "preact/hooks";

export interface Size { width: number; height: number }

export function useSize(fallback: Size): [(node: HTMLElement | null) => void, Size] {
  const [size, setSize] = useState(fallback);
  const watch = useRef<ResizeObserver | null>(null);
  const place = useCallback((node: HTMLElement | null) => {
    watch.current?.disconnect();
    watch.current = null;
    if (!node) return;
    const measure = () => {
      const width = Math.round(node.clientWidth), height = Math.round(node.clientHeight);
      if (width > 0 && height > 0) setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    watch.current = new ResizeObserver(measure);
    watch.current.observe(node);
  }, []);
  return [place, size];
}
