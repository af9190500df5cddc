/** The address when it leads to the web and nowhere else; undefined for scripts, files, data and relative paths. */
export function webUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  try {
    const url = new URL(text.trim());
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.host !== '' ? url : undefined;
  } catch {
    return undefined;
  }
}

const RASTER = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+$/;

/** A picture that is part of the text: raster formats only, for a vector image can carry a program. */
export const isEmbeddedImage = (text: string | undefined): text is string =>
  text !== undefined && RASTER.test(text);
