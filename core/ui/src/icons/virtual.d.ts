declare module "virtual:tabler-icons/*" {
  const icons: Record<string, unknown>;
  export default icons;
}
