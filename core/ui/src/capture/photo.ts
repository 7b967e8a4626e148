// Makes a photo small enough for a slow connection, and writes on it when and where it was taken.
const LONGEST = 1600; // pixels
const QUALITY = 0.85;

function written(draw: CanvasRenderingContext2D, lines: string[]): void {
  const { width, height } = draw.canvas;
  const size = Math.max(14, Math.round(width / 42));
  const foot = lines.length * size * 1.35 + size * 0.8;
  draw.fillStyle = "rgba(0, 0, 0, 0.55)";
  draw.fillRect(0, height - foot, width, foot);
  draw.fillStyle = "#fff";
  draw.font = `${size}px system-ui, sans-serif`;
  draw.textBaseline = "top";
  lines.forEach((line, at) => draw.fillText(line, size * 0.7, height - foot + size * 0.4 + at * size * 1.35, width - size * 1.4));
}

/** The photo with those lines at its foot; as it is where the browser can't read it. */
export async function stamped(photo: File, lines: string[]): Promise<File> {
  const picture = await createImageBitmap(photo).catch(() => null);
  if (!picture) return photo;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  const draw = canvas.getContext("2d") as unknown as CanvasRenderingContext2D | null;
  if (!draw) return photo;
  draw.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  written(draw, lines);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new File([blob], photo.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}
