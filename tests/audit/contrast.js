// How many texts were looked at, and those whose contrast is below WCAG 2.2 AA: 4.5, or 3 where they are large.
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parts = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
      if (colour[3] !== 0) throw new Error(`a ground that is seen through: ${one.outerHTML.slice(0, 80)}`);
    }
    return [255, 255, 255, 255];
  };
  const weak = [];
  const look = (element, style, text) => {
    const colour = parts(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const found = ratio(colour, ground(element));
    if (colour[3] !== 255 || found < (isLarge ? 3 : 4.5)) weak.push([text.slice(0, 40), found]);
  };
  let checked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest("script, style")) continue;
    checked += 1;
    look(element, getComputedStyle(element), text);
  }
  document.querySelectorAll("input[placeholder]").forEach((one) => look(one, getComputedStyle(one, "::placeholder"), one.placeholder));
  document.querySelectorAll("td[data-label]").forEach((one) => look(one, getComputedStyle(one, "::before"), one.dataset.label));
  return [checked, weak];
})();
